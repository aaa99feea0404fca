import { expect, test } from 'vitest';

import type { User } from '@/api/types';

import { filterUsers, NO_FILTER } from './filter';

const user = (name: string, change: Partial<User> = {}) =>
  ({ id: name, name, email: `${name.toLowerCase()}@demo.local`, role: 'AGENT', isActive: true, onlineStatus: 'ONLINE', departments: [], ...change }) as unknown as User;
const all = [user('Sônia', { role: 'SUPERVISOR', onlineStatus: 'OFFLINE' }), user('Carlos'), user('Bia', { isActive: false, onlineStatus: 'OFFLINE' })];
const names = (change: Partial<typeof NO_FILTER>) => filterUsers(all, { ...NO_FILTER, ...change }).map(({ name }) => name);

test('only who is active is shown at first', () => expect(names({})).toEqual(['Sônia', 'Carlos']));
test('a search needs no accents', () => expect(names({ search: 'SONIA' })).toEqual(['Sônia']));
test('presence is one of three', () => {
  expect(names({ presence: 'ONLINE' })).toEqual(['Carlos']);
  expect(names({ presence: 'BUSY' })).toEqual([]);
  expect(names({ presence: 'OFFLINE' })).toEqual(['Sônia']);
});
test('who has left is found whatever presence was asked for', () => expect(names({ status: 'inactive', presence: 'ONLINE' })).toEqual(['Bia']));
test('role and status narrow together', () => expect(names({ status: 'inactive', role: 'AGENT' })).toEqual(['Bia']));
