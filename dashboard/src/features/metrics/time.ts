import { duration } from '@/lib/format';

/** A length in milliseconds; a dash where nothing was measured. */
export function time(milliseconds: number): string {
  return milliseconds > 0 ? duration(milliseconds / 1000) : '–';
}
