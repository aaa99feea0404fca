import type { Decision, Schemas } from '@/api/types';

export type Candidate = Schemas['Judged'];
type Verdict = Candidate['verdict'];

const TRIGGERS = ['message', 'new', 'timeout', 'agent_lost', 'agent_online', 'freed', 'opened', 'transfer', 'unassign', 'reopen', 'start', 'tick'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** What made the decision necessary, where there are words for it. */
export function triggerOf(name: string): Trigger | null {
  return TRIGGERS.find((known) => known === name.toLowerCase()) ?? null;
}

export type Reason =
  | { kind: 'onlyOne' | 'leastLoad' | 'longestWithout' | 'preferred'; eligible: number }
  /** Somebody could, but automatic distribution is off or the company closed. */
  | { kind: 'notNow' | 'noMembers'; eligible: number }
  | { kind: 'nobodyFits'; eligible: 0; counts: { verdict: Verdict; count: number }[] };

/** How the choice came about, read from who came into question: the rule is least load, then who got none for longest. */
export function reasonOf({ candidates, chosenUserId }: Pick<Decision, 'candidates' | 'chosenUserId'>): Reason {
  const chosen = candidates.find((candidate) => candidate.userId === chosenUserId);
  const others = candidates.filter((candidate) => candidate.verdict === 'ELIGIBLE');
  if (chosen) {
    const eligible = others.length + 1;
    if (others.length === 0) return { kind: 'onlyOne', eligible };
    const least = Math.min(...others.map((candidate) => candidate.load));
    if (chosen.load < least) return { kind: 'leastLoad', eligible };
    const since = (candidate: Candidate) => (candidate.lastAssignedAt ? Date.parse(candidate.lastAssignedAt) : 0);
    const first = others.filter((candidate) => candidate.load === chosen.load).every((candidate) => since(chosen) <= since(candidate));
    // Whoever was taken against both rules was asked for: the agent of before, or the choice of a person.
    return { kind: chosen.load === least && first ? 'longestWithout' : 'preferred', eligible };
  }
  if (candidates.length === 0) return { kind: 'noMembers', eligible: 0 };
  if (others.length > 0) return { kind: 'notNow', eligible: others.length };
  const counts = new Map<Verdict, number>();
  for (const { verdict } of candidates) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return { kind: 'nobodyFits', eligible: 0, counts: [...counts].map(([verdict, count]) => ({ verdict, count })).sort((a, b) => b.count - a.count) };
}

const RANK: Record<Verdict, number> = { CHOSEN: 0, ELIGIBLE: 1, FULL: 2, BUSY: 3, EXCLUDED: 4, NOT_ACTIVE_IN_DEPARTMENT: 5, OFFLINE: 6, INACTIVE: 7 };

/** The chosen one first, then as they would have been taken, then who could not. */
export function inOrder(candidates: Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict] || a.load - b.load || a.name.localeCompare(b.name));
}
