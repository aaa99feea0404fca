import { expect, test } from 'vitest';

import { type Candidate, inOrder, reasonOf } from './decision-reason';

const candidate = (userId: string, verdict: Candidate['verdict'], load = 0, lastAssignedAt: string | null = null): Candidate => ({
  userId,
  name: userId,
  verdict,
  load,
  capacity: 10,
  lastAssignedAt,
  onlineStatus: verdict === 'OFFLINE' ? 'OFFLINE' : 'ONLINE',
});

test('who had less to do is taken for that', () => {
  expect(reasonOf({ chosenUserId: 'a', candidates: [candidate('a', 'CHOSEN', 1), candidate('b', 'ELIGIBLE', 3), candidate('c', 'OFFLINE')] })).toEqual({ kind: 'leastLoad', eligible: 2 });
});

test('with equal loads, who got none for longest is taken', () => {
  const candidates = [candidate('a', 'CHOSEN', 2, '2026-01-01T10:00:00Z'), candidate('b', 'ELIGIBLE', 2, '2026-01-01T11:00:00Z')];
  expect(reasonOf({ chosenUserId: 'a', candidates }).kind).toBe('longestWithout');
});

test('whoever is taken against the rule was asked for', () => {
  expect(reasonOf({ chosenUserId: 'a', candidates: [candidate('a', 'CHOSEN', 5), candidate('b', 'ELIGIBLE', 2)] }).kind).toBe('preferred');
});

test('the only one who could is said to be that', () => {
  expect(reasonOf({ chosenUserId: 'a', candidates: [candidate('a', 'CHOSEN'), candidate('b', 'FULL', 10)] }).kind).toBe('onlyOne');
});

test('when nobody could, it is counted why', () => {
  const reason = reasonOf({ chosenUserId: null, candidates: [candidate('a', 'FULL', 10), candidate('b', 'OFFLINE'), candidate('c', 'OFFLINE')] });
  expect(reason).toEqual({ kind: 'nobodyFits', eligible: 0, counts: [{ verdict: 'OFFLINE', count: 2 }, { verdict: 'FULL', count: 1 }] });
});

test('a department without members, and one that waits although somebody could', () => {
  expect(reasonOf({ chosenUserId: null, candidates: [] }).kind).toBe('noMembers');
  expect(reasonOf({ chosenUserId: null, candidates: [candidate('a', 'ELIGIBLE')] }).kind).toBe('notNow');
});

test('the chosen one comes first, who is away last', () => {
  expect(inOrder([candidate('c', 'OFFLINE'), candidate('b', 'ELIGIBLE', 4), candidate('a', 'CHOSEN', 5)]).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});
