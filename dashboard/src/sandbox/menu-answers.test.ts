import { expect, test } from 'vitest';

import { answersTo } from './menu-answers';
import type { Shown } from './types';

const said = (author: Shown['author'], text: string) => ({ author, text }) as Shown;

test('the lines of a menu can be tapped', () => {
  const menu = said('COMPANY', 'Olá! Escolha um setor:\n\n1 - Vendas\n*2* - Suporte Técnico\n3. Financeiro');
  expect(answersTo([menu])).toEqual([
    { say: '1', label: 'Vendas' },
    { say: '2', label: 'Suporte Técnico' },
    { say: '3', label: 'Financeiro' },
  ]);
});

test('a menu that was answered, and a text with one number, offer nothing', () => {
  expect(answersTo([said('COMPANY', '1 - Vendas\n2 - Suporte'), said('CUSTOMER', '1')])).toEqual([]);
  expect(answersTo([said('COMPANY', '1 - Pague o boleto')])).toEqual([]);
  expect(answersTo([])).toEqual([]);
});
