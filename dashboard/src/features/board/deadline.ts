import type { Schemas } from '@/api/types';

export type BoardDepartment = Schemas['BoardDepartment'];
export type BoardAgent = Schemas['BoardAgent'];
export type Waiting = Schemas['Waiting'];

/** How near the deadline is: `none` while no clock runs, as outside the hours. */
export type Urgency = 'none' | 'calm' | 'soon' | 'late';

export interface Deadline {
  urgency: Urgency;
  /** Of the time allowed, what is left; 0 when it has passed. */
  left: number;
  /** Until the deadline; negative after it. */
  seconds: number | null;
}

/** What the ring of a waiting customer shows. `allowed` is what the department gives itself to answer, in minutes. */
export function deadlineOf(timeoutAt: string | null, allowed: number, now: number): Deadline {
  if (!timeoutAt) return { urgency: 'none', left: 0, seconds: null };
  const seconds = Math.round((Date.parse(timeoutAt) - now) / 1000);
  // Each round without an agent doubles the time, so that there may be more left than the department allows.
  const left = Math.min(1, Math.max(0, seconds / (allowed * 60)));
  const urgency = seconds <= 0 || left < 0.2 ? 'late' : left < 0.5 ? 'soon' : 'calm';
  return { urgency, left, seconds };
}

/** Whether one more conversation fits; capacity 0 is without limit. */
export function hasPlace(agent: BoardAgent): boolean {
  return agent.capacity === 0 || agent.activeConversations < agent.capacity;
}

/** Whom the automatic choice would take first comes first: who is there and has the most room. */
export function byAvailability(agents: BoardAgent[]): BoardAgent[] {
  const rank = { ONLINE: 0, BUSY: 1, OFFLINE: 2 };
  const room = (agent: BoardAgent) => (hasPlace(agent) ? 0 : 1);
  return agents.toSorted(
    (a, b) =>
      rank[a.onlineStatus] - rank[b.onlineStatus] || room(a) - room(b) || a.activeConversations - b.activeConversations || a.name.localeCompare(b.name),
  );
}

export interface Totals {
  waiting: number;
  oldestSeconds: number;
  available: number;
  /** Free places of who is available; null when one of them has no limit. */
  places: number | null;
  timeouts: number;
}

/** The company in five numbers. Who serves several departments counts once. */
export function totals(departments: BoardDepartment[]): Totals {
  const agents = new Map(departments.flatMap((department) => department.agents).map((agent) => [agent.id, agent]));
  const online = [...agents.values()].filter((agent) => agent.onlineStatus === 'ONLINE');
  const places = online.some((agent) => agent.capacity === 0)
    ? null
    : online.reduce((sum, agent) => sum + Math.max(0, agent.capacity - agent.activeConversations), 0);
  return {
    waiting: departments.reduce((sum, department) => sum + department.waiting, 0),
    oldestSeconds: Math.max(0, ...departments.flatMap((department) => department.queue).map((waiting) => waiting.waitingSeconds)),
    available: online.length,
    places,
    timeouts: departments.reduce((sum, department) => sum + department.timeoutsLastHour, 0),
  };
}

/** The board without this conversation, as it will be when the server has moved it. */
export function withoutWaiting(board: Schemas['Board'], conversationId: string): Schemas['Board'] {
  return {
    ...board,
    departments: board.departments.map((department) => {
      const queue = department.queue.filter((waiting) => waiting.conversationId !== conversationId);
      return queue.length === department.queue.length ? department : { ...department, queue, waiting: department.waiting - 1 };
    }),
  };
}
