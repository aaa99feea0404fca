import { expect, test } from 'vitest';

import { byAvailability, deadlineOf, totals, withoutWaiting, type BoardAgent, type BoardDepartment } from './deadline';

const now = Date.parse('2026-11-24T12:00:00Z');

function agent(id: string, change: Partial<BoardAgent> = {}): BoardAgent {
  return { id, name: id, onlineStatus: 'ONLINE', activeConversations: 0, capacity: 2, ...change };
}

function department(id: string, change: Partial<BoardDepartment> = {}): BoardDepartment {
  return { id, name: id, color: '#000000', isOpenNow: true, agents: [], waiting: 0, queue: [], timeouts: [], timeoutsLastHour: 0, ...change };
}

test('a deadline is calm, then soon, then late', () => {
  expect(deadlineOf('2026-11-24T12:05:00Z', 5, now)).toEqual({ urgency: 'calm', left: 1, seconds: 300 });
  expect(deadlineOf('2026-11-24T12:02:00Z', 5, now).urgency).toBe('soon');
  expect(deadlineOf('2026-11-24T12:00:30Z', 5, now).urgency).toBe('late');
  expect(deadlineOf('2026-11-24T11:59:00Z', 5, now)).toEqual({ urgency: 'late', left: 0, seconds: -60 });
});

test('a doubled deadline fills the ring and no more', () => {
  expect(deadlineOf('2026-11-24T12:20:00Z', 5, now).left).toBe(1);
});

test('without a deadline no clock runs', () => {
  expect(deadlineOf(null, 5, now).urgency).toBe('none');
});

test('who is there and has room comes first', () => {
  const agents = [agent('away', { onlineStatus: 'OFFLINE' }), agent('full', { activeConversations: 2 }), agent('busy', { onlineStatus: 'BUSY' }), agent('one', { activeConversations: 1 }), agent('free')];
  expect(byAvailability(agents).map(({ id }) => id)).toEqual(['free', 'one', 'full', 'busy', 'away']);
});

test('somebody of two departments counts once, and no limit is no number', () => {
  const both = agent('both', { activeConversations: 1 });
  expect(totals([department('a', { agents: [both], waiting: 2 }), department('b', { agents: [both], waiting: 1 })])).toMatchObject({ waiting: 3, available: 1, places: 1 });
  expect(totals([department('a', { agents: [agent('free', { capacity: 0 })] })]).places).toBeNull();
});

test('a conversation given away leaves its queue', () => {
  const queue = [{ conversationId: 'c', protocol: '1', customerName: 'Ana', position: 1, queuedAt: null, reason: null, waitingSeconds: 5, timeoutAt: null }];
  const board = withoutWaiting({ departments: [department('a', { queue, waiting: 1 }), department('b')] }, 'c');
  expect(board.departments.map(({ waiting }) => waiting)).toEqual([0, 0]);
});
