import { expect, test } from 'vitest';

import type { Me, QuickReply } from '@/api/types';

import { example, grouped } from './variables';

const me = { name: 'Bia', company: { name: 'Max', locale: 'pt-BR' }, department: null } as unknown as Me;
const reply = (title: string, category: string | null, scope = 'COMPANY') => ({ id: title, title, category, scope, content: 'texto', shortcut: null }) as unknown as QuickReply;

test('variables are filled, and unknown ones stay to be seen', () => {
  expect(example('{{greeting}}, {{ customer.firstName }}! {{nope}}', me)).toBe('Bom dia, Maria! {{nope}}');
});

test('categories come in order, and what has none comes last', () => {
  const groups = grouped([reply('Z', null), reply('B', 'Vendas'), reply('A', 'Vendas'), reply('C', 'Financeiro')], '', 'all');
  expect(groups.map((group) => [group.category, group.items.map((item) => item.title)])).toEqual([['Financeiro', ['C']], ['Vendas', ['A', 'B']], [null, ['Z']]]);
});

test('a search needs no accents', () => expect(grouped([reply('Saudação', null)], 'saudacao', 'all')).toHaveLength(1));
