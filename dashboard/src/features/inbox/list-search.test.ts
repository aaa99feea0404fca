import { expect, test } from 'vitest';

import { choiceOf, readSearch, searchOf } from './list-search';

const sales = '0190c0de-0000-7000-8000-000000000001';

test('an address names a list', () => {
  const search = readSearch({ tab: 'resolved', department: sales, from: '2026-11-20T03:00:00.000Z' });
  expect(choiceOf(search)).toEqual({ tab: 'resolved', filters: { departmentId: sales, from: '2026-11-20T03:00:00.000Z' } });
});

test('what cannot be understood is left out', () => {
  expect(readSearch({ tab: 'everything', department: '1 or 1', agent: 7, from: 'yesterday', sort: 'name', extra: 'x' })).toEqual({});
});

test('without a word about the list it stays as it was left', () => expect(choiceOf({})).toBeNull());

test('filters without a tab are those of all conversations that go on', () => expect(choiceOf({ agent: sales })?.tab).toBe('all'));

test('a list and its address say the same', () => {
  const choice = { tab: 'queue' as const, filters: { departmentId: sales, assignedUserId: sales, tagId: sales, sort: 'waiting' as const } };
  expect(choiceOf(readSearch({ ...searchOf(choice) }))).toEqual(choice);
});
