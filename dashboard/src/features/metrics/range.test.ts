import { expect, test } from 'vitest';

import { before, changeOf, filled, instantsOf } from './range';

test('the period before is as long and ends where this one begins', () => {
  const now = Date.parse('2026-11-24T12:34:00Z');
  expect(before({ period: '7d' }, now)).toEqual({ from: '2026-11-10T12:00:00.000Z', to: '2026-11-17T12:00:00.000Z' });
  expect(before({ from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' }, now)).toEqual({ from: '2026-11-18T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' });
});

test('a list of the period begins where the figures begin', () => {
  const now = Date.parse('2026-11-24T12:34:00Z');
  expect(instantsOf({ period: '7d' }, now)).toEqual({ from: '2026-11-17T12:00:00.000Z' });
  const chosen = { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' };
  expect(instantsOf(chosen, now)).toEqual(chosen);
});

test('from nothing there is no change to tell', () => {
  expect(changeOf(5, 0)).toBeNull();
  expect(changeOf(15, 10)).toBe(0.5);
});

test('days without anything are zero, and nothing is lost', () => {
  const bar = (bucket: string) => ({ bucket, inbound: 1, outbound: 0, opened: 0, resolved: 0 });
  const week = filled([bar('2026-11-22T03:00:00.000Z')], { period: '7d' }, Date.parse('2026-11-24T12:00:00Z'));
  expect(week.map(({ inbound }) => inbound)).toEqual([0, 0, 0, 0, 1, 0, 0]);
  expect(week[0]?.bucket).toBe('2026-11-18T03:00:00.000Z');
});
