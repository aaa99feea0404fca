import { expect, it } from 'vitest';

import { dayOf, startOf } from './day';

it('goes from a day to the instant it begins, and back', () => {
  expect(dayOf(startOf('2026-03-01'))).toBe('2026-03-01');
  expect(dayOf(startOf('2026-02-28', 1), -1)).toBe('2026-02-28');
  expect(startOf('2026-12-31', 1)).toBe(startOf('2027-01-01'));
  expect([startOf(''), dayOf(undefined)]).toEqual([undefined, '']);
});
