/** The instant at which a day of the reader's calendar begins, `later` days after it; none for no day. */
export function startOf(day: string, later = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}

/** The day an instant is on, `later` days after it, as a date field has it; empty for none. */
export function dayOf(instant: string | undefined, later = 0): string {
  if (!instant) return '';
  const at = new Date(instant);
  at.setDate(at.getDate() + later);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
