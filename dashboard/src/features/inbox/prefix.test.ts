import { describe, expect, it } from 'vitest';

import type { Conversation, Me } from '@/api/types';

import { authorOf, charactersLeft, prefixOf } from './prefix';

const company = (agentPrefixEnabled: boolean) => ({ agentPrefixEnabled }) as Me['company'];
const department = (name: string) => ({ name }) as NonNullable<Conversation['department']>;

describe('what stands before an agent’s text', () => {
  it('names the department of the conversation, else the agent’s own, else only the agent', () => {
    const me = { name: 'Ana  *Lima*', department: department('Vendas'), company: company(true) };
    expect(prefixOf(me, { department: department('Suporte_N2') })).toBe('*Ana Lima - SuporteN2*');
    expect(prefixOf(me, { department: null })).toBe('*Ana Lima - Vendas*');
    expect(prefixOf({ ...me, department: null }, { department: null })).toBe('*Ana Lima*');
    expect(prefixOf({ ...me, company: company(false) }, { department: null })).toBeNull();
  });

  it('takes its characters from the text, colon and space included', () => {
    expect(charactersLeft('Olá', '*Ana - Vendas*', 'text')).toBe(4096 - 16 - 3);
    expect(charactersLeft('👍', null, 'caption')).toBe(1023);
  });
});

describe('who wrote a message', () => {
  it('is read from what was kept when it was sent', () => {
    const of = (prefix: string | undefined, name = 'Ana') => authorOf({ sender: { id: 'u', name }, metadata: prefix ? { prefix } : {} });
    expect(of('*Ana - Vendas*')).toEqual({ name: 'Ana', department: 'Vendas' });
    expect(of('*Ana - Maria - Vendas - Loja 2*', 'Ana - Maria')).toEqual({ name: 'Ana - Maria', department: 'Vendas - Loja 2' });
    expect(of('*Ana - Vendas*', 'Ana Souza')).toEqual({ name: 'Ana', department: 'Vendas' });
    expect(of('*Ana*')).toEqual({ name: 'Ana', department: null });
    expect(of(undefined)).toEqual({ name: 'Ana', department: null });
    expect(authorOf({ sender: null, metadata: {} })).toBeNull();
  });
});
