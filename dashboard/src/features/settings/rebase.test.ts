import { expect, test } from 'vitest';

import { rebase } from './rebase';

const base = { name: 'Max', minutes: 15, texts: { closing: 'Tchau' } as Record<string, string>, hours: { enabled: true, weekly: { mon: ['08'], tue: ['08'] } } };

test('what only somebody else changed is taken, what only the writer changed stays', () => {
  expect(rebase(base, { name: 'Mega' }, { ...base, minutes: 30 })).toEqual({ changes: { name: 'Mega' }, theirs: ['minutes'], both: [] });
});

test('two texts changed by two people are both kept', () => {
  const { changes, both } = rebase(base, { texts: { closing: 'Tchau', handover: 'Já vai' } }, { ...base, texts: { closing: 'Até logo' } });
  expect(changes).toEqual({ texts: { closing: 'Até logo', handover: 'Já vai' } });
  expect(both).toEqual([]);
});

test('a text that somebody else added is not taken away again', () => {
  expect(rebase(base, { texts: {} }, { ...base, texts: { closing: 'Tchau', assigned: 'Oi' } }).changes).toEqual({ texts: { assigned: 'Oi' } });
});

test('days of the week are merged one by one', () => {
  const mine = { enabled: true, weekly: { mon: ['09'], tue: ['08'] } };
  const fresh = { ...base, hours: { enabled: true, weekly: { mon: ['08'], tue: ['10'] } } };
  expect(rebase(base, { hours: mine }, fresh).changes).toEqual({ hours: { enabled: true, weekly: { mon: ['09'], tue: ['10'] } } });
});

test('the same value changed by both is told, and the writer keeps theirs', () => {
  expect(rebase(base, { name: 'Mega' }, { ...base, name: 'Mini' })).toEqual({ changes: { name: 'Mega' }, theirs: ['name'], both: ['name'] });
});

test('the own save is no change of somebody else', () => {
  expect(rebase(base, { name: 'Mega' }, { ...base, name: 'Mega' })).toEqual({ changes: {}, theirs: [], both: [] });
});
