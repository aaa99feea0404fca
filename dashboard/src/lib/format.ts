import { currentLanguage } from './i18n';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The browser's own formats: they know every language and cost the first visit nothing. Made once each, as making them is slow. */
function write(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = currentLanguage() + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(currentLanguage(), options);
    formatters.set(key, formatter);
  }
  return formatter.format(at);
}

function isDaysAgo(date: Date, days: number): boolean {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return day.toDateString() === date.toDateString();
}

const thisYear = (date: Date) => date.getFullYear() === new Date().getFullYear();

/** `14:05`. */
export function clock(at: string): string {
  return write(new Date(at), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** As short as it can be: the hour today, then the word for yesterday, then the date. For lists. */
export function shortTime(at: string, yesterday: string): string {
  const date = new Date(at);
  if (isDaysAgo(date, 0)) return clock(at);
  if (isDaysAgo(date, 1)) return yesterday;
  return write(date, thisYear(date) ? { day: 'numeric', month: 'short' } : { dateStyle: 'short' });
}

/** `24 de novembro de 2026 às 14:05`. */
export function fullTime(at: string): string {
  return write(new Date(at), { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `24/11/2026, 14:05`, where there is little room. */
export function dateAndTime(at: string): string {
  return write(new Date(at), { dateStyle: 'short', timeStyle: 'short' });
}

/** `terça-feira, 24 de novembro`. */
export function dayName(at: string): string {
  const date = new Date(at);
  return write(date, thisYear(date) ? { weekday: 'long', day: 'numeric', month: 'long' } : { dateStyle: 'long' });
}

/** `+55 11 98888-0001` for Brazil; other numbers stay in E.164, which everybody can dial. */
export function phone(number: string): string {
  const brazil = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(number);
  return brazil ? `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}` : number;
}

/** `45s`, `12 min`, `3 h 05`, `2 d`: how long something takes or waits. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`;
  return `${Math.floor(hours / 24)} d`;
}

/** `1,4 MB`. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${number(value, value < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`;
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: digits }).format(value);
}

/** `12%`; with `signed`, `+12%`: for changes. */
export function percent(part: number, signed = false): string {
  return new Intl.NumberFormat(currentLanguage(), { style: 'percent', maximumFractionDigits: 0, signDisplay: signed ? 'exceptZero' : 'auto' }).format(part);
}

/** Two letters for somebody without a picture. */
export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, '').split(' ').filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  return (first + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
