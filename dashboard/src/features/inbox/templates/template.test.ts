import { expect, test } from 'vitest';

import { filled, parametersOf, partsOf, type Template } from './template';

const template: Template = {
  name: 'pedido',
  language: 'pt_BR',
  category: 'UTILITY',
  status: 'APPROVED',
  syncedAt: '2026-01-01T00:00:00Z',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Pedido {{1}}' },
    { type: 'BODY', text: 'Olá {{1}}, o pedido {{2}} saiu. Até já, {{1}}!' },
    { type: 'FOOTER', text: 'Responda SAIR para não receber' },
    { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Rastrear', url: 'https://loja.example/{{1}}' }, { type: 'QUICK_REPLY', text: 'Obrigado' }] },
  ],
};

test('a template says what it leaves open, each gap once and part by part', () => {
  expect(partsOf(template).gaps).toEqual([
    { part: 'header', name: '1' },
    { part: 'body', name: '1' },
    { part: 'body', name: '2' },
    { part: 'buttons', name: 'Rastrear' },
  ]);
});

test('the preview fills what is written and names what is not', () => {
  const { gaps, body } = partsOf(template);
  expect(filled(body, 'body', gaps, ['77', 'Ana'])).toBe('Olá Ana, o pedido [2] saiu. Até já, Ana!');
});

test('the values go to the server by part', () => {
  const { gaps } = partsOf(template);
  expect(parametersOf(gaps, ['77', ' Ana ', '77', 'abc'])).toEqual({ header: ['77'], body: ['Ana', '77'], buttons: ['abc'] });
});

test('a header with a file wants its address', () => {
  const parts = partsOf({ ...template, components: [{ type: 'HEADER', format: 'IMAGE' }, { type: 'BODY', text: 'Oi' }] });
  expect(parts.gaps).toEqual([{ part: 'header', name: null }]);
});
