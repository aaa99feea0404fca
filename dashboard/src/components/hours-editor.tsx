import { CalendarPlus, Plus, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/types';

import { Button } from './ui/button';
import { inputLook } from './ui/input';
import { cn } from '@/lib/utils';

export type Weekly = Schemas['Weekly'];
export type Interval = Schemas['Interval'];
export type Holiday = Schemas['Holiday'];
export interface Hours {
  weekly: Weekly;
  holidays: Holiday[];
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const OFFICE_HOURS: Hours = {
  weekly: Object.fromEntries(DAYS.map((day, index) => [day, index < 5 ? [{ start: '08:00', end: '18:00' }] : []])) as unknown as Weekly,
  holidays: [],
};

const time = cn(inputLook, 'tnum h-7.5 w-16 px-2 text-center text-sm');

interface Props {
  value: Hours;
  onChange(value: Hours): void;
  /** What is wrong, by the path of the server, as `weekly.mon[0].start`. */
  error?: string;
}

/** When one is open: intervals for each weekday, and days that are different. What lies between two intervals is a break. */
export function HoursEditor({ value, onChange, error }: Props) {
  const { t } = useTranslation('hours');
  const setDay = (day: (typeof DAYS)[number], intervals: Interval[]) => onChange({ ...value, weekly: { ...value.weekly, [day]: intervals } });
  const setHoliday = (index: number, holiday: Holiday | null) =>
    onChange({ ...value, holidays: holiday ? value.holidays.with(index, holiday) : value.holidays.toSpliced(index, 1) });
  const copyMonday = () => onChange({ ...value, weekly: { ...value.weekly, tue: value.weekly.mon, wed: value.weekly.mon, thu: value.weekly.mon, fri: value.weekly.mon } });
  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y rounded-md border">
        {DAYS.map((day) => (
          <li key={day} className="flex items-start gap-3 px-3 py-1.5">
            <span className="w-20 shrink-0 pt-1 text-sm font-medium">{t(`day.${day}`)}</span>
            <Intervals label={t(`day.${day}`)} value={value.weekly[day]} onChange={(intervals) => setDay(day, intervals)} />
            {day === 'mon' && (
              <Button variant="link" size="sm" className="mt-1 text-xs max-sm:hidden" onClick={copyMonday}>
                {t('copyMonday')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div>
        <h3 className="mb-1 text-sm font-medium text-ink-2">{t('holidays')}</h3>
        {value.holidays.length === 0 && <p className="mb-2 text-xs text-ink-3">{t('holidaysEmpty')}</p>}
        <ul className="flex flex-col gap-2">
          {value.holidays.map((holiday, index) => (
            <li key={index} className="flex flex-wrap items-start gap-2 rounded-md border px-3 py-2">
              <input
                type="date"
                aria-label={t('date')}
                className={cn(time, 'w-36 text-left')}
                value={holiday.date}
                onChange={(event) => setHoliday(index, { ...holiday, date: event.target.value })}
              />
              <input
                aria-label={t('holidayName')}
                placeholder={t('holidayName')}
                className={cn(inputLook, 'h-7.5 min-w-32 flex-1 text-sm')}
                value={holiday.name ?? ''}
                onChange={(event) => setHoliday(index, { ...holiday, name: event.target.value })}
              />
              <Intervals label={holiday.date} value={holiday.intervals} onChange={(intervals) => setHoliday(index, { ...holiday, intervals })} />
              <Button variant="ghost" size="icon-sm" aria-label={t('removeHoliday')} onClick={() => setHoliday(index, null)}>
                <Trash2 />
              </Button>
            </li>
          ))}
        </ul>
        <Button
          size="sm"
          className="mt-2"
          onClick={() => onChange({ ...value, holidays: [...value.holidays, { date: new Date().toISOString().slice(0, 10), name: '', intervals: [] }] })}
        >
          <CalendarPlus />
          {t('addHoliday')}
        </Button>
      </div>
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function Intervals({ label, value, onChange }: { label: string; value: Interval[]; onChange(value: Interval[]): void }) {
  const { t } = useTranslation('hours');
  return (
    <div className="flex min-h-7.5 min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
      {value.length === 0 && <span className="text-sm text-ink-3">{t('closed')}</span>}
      {value.map((interval, index) => (
        <div key={index} className="flex items-center gap-1">
          <Time label={`${label}: ${t('from')}`} value={interval.start} onChange={(start) => onChange(value.with(index, { ...interval, start }))} />
          <span aria-hidden className="text-ink-3">
            –
          </span>
          <Time label={`${label}: ${t('to')}`} value={interval.end} onChange={(end) => onChange(value.with(index, { ...interval, end }))} />
          <Button variant="ghost" size="icon-sm" aria-label={`${t('remove')}: ${label}`} onClick={() => onChange(value.toSpliced(index, 1))}>
            <X />
          </Button>
        </div>
      ))}
      <button
        type="button"
        className="flex w-fit items-center gap-1 rounded py-0.5 text-xs text-accent-text hover:underline"
        onClick={() => onChange([...value, value.length === 0 ? { start: '08:00', end: '18:00' } : { start: value.at(-1)?.end ?? '13:00', end: '18:00' }])}
      >
        <Plus aria-hidden className="size-3" />
        {value.length === 0 ? t('open') : t('addInterval')}
      </button>
    </div>
  );
}

/** `830` and `8:30` are `08:30`; anything else stays as it was typed, and the server says what is wrong with it. */
export function tidyTime(text: string): string {
  const parts = /^(\d{1,2})[:h.]?(\d{2})?$/.exec(text.trim());
  return parts ? `${(parts[1] ?? '').padStart(2, '0')}:${parts[2] ?? '00'}` : text.trim();
}

/** Always of 24 hours, as a clock of the browser may be of 12. */
function Time({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  return (
    <input
      aria-label={label}
      inputMode="numeric"
      maxLength={5}
      placeholder="00:00"
      className={time}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => onChange(tidyTime(value))}
    />
  );
}
