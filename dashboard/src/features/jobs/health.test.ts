import { expect, test } from 'vitest';

import type { Schemas } from '@/api/types';

import { healthOf, stagesOf } from './health';

const idle: Schemas['JobsSummary'] = {
  lanes: { waiting: 0, oldestSeconds: 0 },
  events: { pending: 0, waiting: 0, oldestSeconds: 0, oldestWaitingSeconds: 0 },
  statuses: { pending: 0, waiting: 0, oldestSeconds: 0, oldestWaitingSeconds: 0 },
  outbox: { queued: 0, sending: 0, unknown: 0, oldestSeconds: 0, oldestUnknownSeconds: 0 },
  deliveries: { pending: 0, oldestSeconds: 0 },
  media: { pending: 0, oldestSeconds: 0 },
  deadJobs: 0,
  deadEvents: 0,
};

test('nothing waits, nothing is said', () => expect(healthOf(idle).state).toBe('ok'));

test('what passes by is no trouble, what waits longer than a minute is', () => {
  expect(healthOf({ ...idle, lanes: { waiting: 9, oldestSeconds: 3 } }).state).toBe('ok');
  expect(healthOf({ ...idle, lanes: { waiting: 9, oldestSeconds: 75 } })).toMatchObject({ state: 'late', oldestSeconds: 75 });
});

test('what was given up comes before everything', () => {
  expect(healthOf({ ...idle, deadJobs: 1, deadEvents: 2, deliveries: { pending: 1, oldestSeconds: 900 } })).toMatchObject({ state: 'stuck', count: 3 });
});

test('sends without an answer are told, and stand in their own row', () => {
  const summary = { ...idle, outbox: { ...idle.outbox, unknown: 2, oldestUnknownSeconds: 70 } };
  expect(healthOf(summary)).toMatchObject({ state: 'unknown', count: 2 });
  expect(stagesOf(summary).find((stage) => stage.id === 'unknown')).toMatchObject({ count: 2, oldestSeconds: 70, tone: 'warn' });
});

test('what waits for its message may wait for hours, what nobody has looked at may not', () => {
  const patient = { pending: 0, waiting: 48, oldestSeconds: 0, oldestWaitingSeconds: 7200 };
  expect(healthOf({ ...idle, events: patient, statuses: patient }).state).toBe('ok');
  expect(healthOf({ ...idle, statuses: { ...patient, pending: 3, oldestSeconds: 90 } }).state).toBe('late');
  expect(healthOf({ ...idle, media: { pending: 2, oldestSeconds: 90 } })).toMatchObject({ state: 'late', oldestSeconds: 90 });
});

test('what came in is counted by event and not by sender', () => {
  const summary = { ...idle, lanes: { waiting: 1, oldestSeconds: 4 }, events: { pending: 40, waiting: 2, oldestSeconds: 4, oldestWaitingSeconds: 600 } };
  expect(stagesOf(summary).slice(0, 2)).toEqual([
    { id: 'lanes', count: 40, oldestSeconds: 4, tone: 'plain' },
    { id: 'events', count: 2, oldestSeconds: 600, tone: 'plain' },
  ]);
});
