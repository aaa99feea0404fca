import { expect, test } from 'vitest';

import type { BoardDepartment } from './deadline';
import { allTimeouts, type Timeout } from './timeouts';

const timeout = (conversationId: string, at: string, change: Partial<Timeout> = {}): Timeout => ({ conversationId, customerName: 'Ana', kind: 'QUEUE', round: 1, waitingSeconds: 300, at, departmentId: 'sales', ...change });
const sales = (...timeouts: Timeout[]): BoardDepartment => ({ id: 'sales', name: 'Vendas', color: '#000000', isOpenNow: true, agents: [], waiting: 0, queue: [], timeouts, timeoutsLastHour: timeouts.length });

test('what passed before the page was opened is told too, the newest first', () => {
  const found = allTimeouts([sales(timeout('a', '2026-11-24T11:40:00Z'))], [timeout('b', '2026-11-24T11:50:00Z')]);
  expect(found.map(({ conversationId, departmentId }) => [conversationId, departmentId])).toEqual([['b', 'sales'], ['a', 'sales']]);
});

test('a timeout that was heard and is then told by the server stands there once', () => {
  const heard = timeout('a', '2026-11-24T11:50:02Z');
  expect(allTimeouts([sales(timeout('a', '2026-11-24T11:50:00Z'))], [heard])).toHaveLength(1);
});

test('the next round of the same wait is another one, and what the server forgets stays', () => {
  const heard = [timeout('a', '2026-11-24T11:50:00Z', { round: 2 }), timeout('a', '2026-11-24T10:00:00Z')];
  expect(allTimeouts([sales(timeout('a', '2026-11-24T11:49:30Z'))], heard)).toHaveLength(3);
});
