import { expect, test } from 'vitest';

import { type Facts, nextOf, stepsOf } from './steps';

const empty = { channels: [], departments: [], users: [], settings: { businessHours: { enabled: false } }, heard: false } as unknown as Facts;
const some = (facts: object) => ({ ...empty, ...facts }) as Facts;
const done = (facts: object) => stepsOf(some(facts)).filter((step) => step.done).map((step) => step.id);

test('a new company begins with its channel', () => expect(nextOf(stepsOf(empty))).toBe('channel'));

test('a channel counts once it works, and the simulator never does', () => {
  expect(done({ channels: [{ status: 'PENDING', provider: 'META' }, { status: 'ACTIVE', provider: 'SANDBOX' }] })).toEqual([]);
  expect(done({ channels: [{ status: 'ACTIVE', provider: 'WAHA' }] })).toEqual(['channel']);
});

test('people count once somebody serves a department', () => {
  const users = [{ isActive: true }, { isActive: true }];
  expect(done({ users, departments: [{ isActive: true, counts: { members: 0 } }] })).toEqual([]);
  expect(done({ users, departments: [{ isActive: true, counts: { members: 2 } }] })).toEqual(['people']);
});

test('when all is done there is nothing next', () => {
  const departments = [1, 2].map(() => ({ isActive: true, counts: { members: 1 } }));
  const all = { channels: [{ status: 'ACTIVE', provider: 'WAHA' }], departments, users: [{ isActive: true }, { isActive: true }], settings: { businessHours: { enabled: true } }, heard: true };
  expect(nextOf(stepsOf(some(all)))).toBeNull();
});
