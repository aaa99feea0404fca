import { expect, test } from 'vitest';

import { matches, type Viewer } from './filters';
import type { Conversation } from './types';

const boss: Viewer = { id: 'boss', seesAll: true, departmentIds: [], rootId: null };
const talk = (change: Partial<Conversation>) =>
  ({ status: 'OPEN', flowState: 'GREETING', queuedAt: null, idleSince: null, botPausedUntil: null, waitingSince: null, assignedUserId: null, tags: [], unreadCount: 0, ...change }) as Conversation;

test('with the bot is who still chooses, not who waits in no queue for another reason', () => {
  const choosing = talk({});
  const asked = talk({ flowState: 'AWAITING_ROUTING_CONFIRMATION' });
  const queued = talk({ flowState: 'DEPARTMENT_SELECTED', queuedAt: '2026-03-10T15:00:00Z' });
  const idle = talk({ flowState: 'DEPARTMENT_SELECTED', idleSince: '2026-03-10T15:00:00Z' });
  const taken = talk({ status: 'ASSIGNED', flowState: 'ASSIGNED' });
  expect([choosing, asked, queued, idle, taken].map((each) => matches(each, { bot: true }, boss))).toEqual([true, true, false, false, false]);
  expect(matches(queued, { bot: false }, boss)).toBe(true);
});

test('waiting is whose last word nobody has answered', () => {
  const waiting = talk({ status: 'ASSIGNED', waitingSince: '2026-03-10T15:00:00Z' });
  expect([matches(waiting, { waiting: true }, boss), matches(waiting, { waiting: false }, boss)]).toEqual([true, false]);
  expect(matches(talk({}), { waiting: true }, boss)).toBe(false);
});
