import type { Schemas } from '@/api/types';

import type { BoardDepartment } from './deadline';

export type Timeout = Schemas['BoardTimeout'] & { departmentId: string | null };

/** How far the browser's clock may be from the server's, for one and the same timeout. */
const SAME_MS = 120_000;

const same = (a: Timeout, b: Timeout) =>
  a.conversationId === b.conversationId && a.kind === b.kind && a.round === b.round && Math.abs(Date.parse(a.at) - Date.parse(b.at)) < SAME_MS;

/** What the server knows of the last hour, and what was heard since the page is open: each once, the newest first. */
export function allTimeouts(departments: BoardDepartment[], heard: Timeout[]): Timeout[] {
  const told = departments.flatMap(({ id, timeouts }) => timeouts.map((timeout): Timeout => ({ ...timeout, departmentId: id })));
  const rest = heard.filter((timeout) => !told.some((other) => same(timeout, other)));
  return [...told, ...rest].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
