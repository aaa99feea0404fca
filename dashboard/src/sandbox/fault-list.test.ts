import { expect, test } from 'vitest';

import { active, allOff, countsDown, whenOf, withFault } from './fault-list';
import type { Faults } from './types';

const none = { seed: 0, autoStatus: true, autoRead: false } as Faults;

test('a switch says how often it fires', () => {
  for (const when of ['once', 'sometimes', 'always', 'off'] as const) expect(whenOf(withFault(none, 'sendError', when), 'sendError')).toBe(when);
  expect(whenOf({ ...none, sendError: { code: 1, next: 0 } }, 'sendError')).toBe('off');
});

test('what it needs goes with it, and may be chosen', () => {
  expect(withFault(none, 'duplicateWebhook', 'once').duplicateWebhook).toEqual({ k: 3, newDeliveryId: true, next: 1 });
  expect(withFault(none, 'sendError', 'always', { code: 131047 }).sendError).toEqual({ code: 131047 });
});

test('all are counted and turned off together', () => {
  const some = { ...withFault(withFault(none, 'reorder', 'always'), 'mediaGone', 'once'), autoStatus: false };
  expect([active(some), countsDown(some)]).toEqual([3, true]);
  expect([active(allOff(some)), countsDown(allOff(some))]).toEqual([0, false]);
});
