import { addDays, min, parseISO } from 'date-fns';

import type { Range } from '@/api/metrics';

export const PERIODS = ['1d', '7d', '30d', '90d', 'custom'] as const;
export type Period = (typeof PERIODS)[number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the server is asked for. A custom range goes to the end of its last day. */
export function rangeOf(period: Period, from: string, to: string): Range {
  if (period !== 'custom') return { period };
  return { from: parseISO(from).toISOString(), to: min([new Date(), addDays(parseISO(to), 1)]).toISOString() };
}

/** As long a time just before, to compare with. `now` is rounded to the hour, which is what the server counts by. */
export function before(range: Range, now: number): Range {
  const end = range.to ? Date.parse(range.to) : Math.floor(now / HOUR) * HOUR;
  const length = range.from ? end - Date.parse(range.from) : Number.parseInt(range.period ?? '7', 10) * DAY;
  return { from: new Date(end - 2 * length).toISOString(), to: new Date(end - length).toISOString() };
}

/** The period as the list of conversations is asked for it: in instants, as an address must mean the same tomorrow. */
export function instantsOf(range: Range, now: number): { from: string; to?: string } {
  if (range.from) return { from: range.from, to: range.to };
  return { from: new Date(Math.floor(now / HOUR) * HOUR - Number.parseInt(range.period ?? '7', 10) * DAY).toISOString() };
}

/** By how much something changed, as a part of what it was; null when there was nothing. */
export function changeOf(now: number, then: number | undefined): number | null {
  return then ? (now - then) / then : null;
}

interface Bucket {
  bucket: string;
  inbound: number;
  outbound: number;
  opened: number;
  resolved: number;
}

/** The series with the hours or days in which nothing happened, which the server leaves out. */
export function filled(series: Bucket[], range: Range, now: number): Bucket[] {
  const first = series[0];
  if (!first) return series;
  const end = range.to ? Date.parse(range.to) : now;
  const start = range.from ? Date.parse(range.from) : end - Number.parseInt(range.period ?? '7', 10) * DAY;
  const step = end - start <= 2 * DAY ? DAY / 24 : DAY;
  const known = new Map(series.map((bar) => [Date.parse(bar.bucket), bar]));
  // Days begin at the company's midnight, which the buckets know.
  const anchor = Date.parse(first.bucket);
  const from = anchor + Math.ceil((start - anchor) / step) * step;
  const all: Bucket[] = [];
  for (let at = from; at <= end; at += step) {
    all.push(known.get(at) ?? { bucket: new Date(at).toISOString(), inbound: 0, outbound: 0, opened: 0, resolved: 0 });
    known.delete(at);
  }
  // What does not fall on the grid, as after a change of the clocks, is not lost.
  return [...all, ...known.values()].sort((a, b) => a.bucket.localeCompare(b.bucket));
}
