import { expect, it } from 'vitest';

import type { Conversation } from '@/api/types';

import { urgency, waitsSince } from './state';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 15, minute)).toISOString();
const talk = (change: Partial<Conversation>) =>
  ({ status: 'OPEN', flowState: 'DEPARTMENT_SELECTED', queuedAt: at(0), waitingSince: at(8), idleSince: null, botPausedUntil: null, timeoutAt: at(10), ...change }) as Conversation;

it('counts the wait in a queue from its beginning, elsewhere from the last unanswered word', () => {
  expect(waitsSince(talk({}))).toBe(at(0));
  expect(waitsSince(talk({ status: 'ASSIGNED', flowState: 'ASSIGNED' }))).toBe(at(8));
  expect(waitsSince(talk({ status: 'ASSIGNED', flowState: 'ASSIGNED', waitingSince: null }))).toBeNull();
  expect(waitsSince(talk({ status: 'RESOLVED' }))).toBeNull();
});

it('becomes urgent with the part of the time that is used up', () => {
  const seen = [1, 7, 10].map((minute) => urgency(talk({}), Date.parse(at(minute))));
  expect(seen).toEqual(['calm', 'soon', 'late']);
});
