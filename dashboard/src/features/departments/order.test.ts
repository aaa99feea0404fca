import { expect, test } from 'vitest';

import { menuLines, moved, slugOf } from './order';

test('an item goes to its new place and the others close up', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
});

test('beyond the ends nothing moves', () => expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']));

test('the menu numbers what is active', () => {
  const department = (name: string, emoji: string | null, isActive = true) => ({ name, emoji, isActive });
  expect(menuLines([department('Vendas', '💼'), department('Antigo', null, false), department('Outros', null)])).toBe('1 - 💼 Vendas\n2 - Outros');
});

test('a slug has no accents and no spaces', () => expect(slugOf(' Suporte Técnico! ')).toBe('suporte-tecnico'));
