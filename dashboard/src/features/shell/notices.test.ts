import type { LoggedFrame } from '@wppconnector/client';
import { describe, expect, it } from 'vitest';

import type { Viewer } from '@/api/filters';
import type { Conversation } from '@/api/types';

import { noticeOf, onceUntilRead, readBy } from './notices';

const agent: Viewer = { id: 'me', seesAll: false, departmentIds: ['sales'], rootId: 'root' };
const boss: Viewer = { id: 'boss', seesAll: true, departmentIds: [], rootId: 'root' };
const talk = { id: 'c1', customerName: 'Ana', customerPhone: '+5511988880001', unreadCount: 2 } as Conversation;

const frame = (event: string, data: object) => ({ event, seq: '1', data: { conversationId: 'c1', conversation: talk, ...data } }) as unknown as LoggedFrame;
const assigned = (reason: string, agentId = 'me') => frame('conversation-assigned', { agentId, reason });
const queued = (reason: string, departmentId = 'sales') => frame('conversation-queued', { departmentId, reason });

describe('what an agent is told of', () => {
  it('is what others give them, and not what they take or begin', () => {
    for (const reason of ['AUTO', 'USER', 'TRANSFER', 'TIMEOUT']) expect(noticeOf(assigned(reason), undefined, agent)).toEqual({ kind: 'assigned', conversationId: 'c1', name: 'Ana' });
    for (const reason of ['SELF', 'START']) expect(noticeOf(assigned(reason), undefined, agent)).toBeNull();
    expect(noticeOf(assigned('AUTO', 'other'), undefined, agent)).toBeNull();
  });

  it('is whoever begins to wait where they work, for whatever reason', () => {
    for (const reason of ['new', 'no_agent', 'transfer', 'agent_offline', 'unassigned', 'timeout', 'out_of_hours']) expect(noticeOf(queued(reason), undefined, agent)?.kind).toBe('queued');
    expect(noticeOf(queued('new', 'support'), undefined, agent)).toBeNull();
    expect(noticeOf(queued('new'), undefined, boss)).toBeNull();
  });

  it('is a mention and a wait that took too long, by the name that is known', () => {
    const nameless = { ...talk, customerName: null };
    expect(noticeOf(frame('mention', { conversation: undefined }), nameless, agent)).toEqual({ kind: 'mention', conversationId: 'c1', name: '+5511988880001' });
    expect(noticeOf(frame('queue-timeout', { conversation: undefined }), undefined, boss)).toEqual({ kind: 'timeout', conversationId: 'c1', name: null });
    expect(noticeOf(frame('message-received', {}), talk, agent)).toBeNull();
  });
});

describe('a conversation', () => {
  it('is heard once, and again after it was read', () => {
    const once = onceUntilRead();
    expect([once.first('c1'), once.first('c1'), once.first('c2')]).toEqual([true, false, true]);
    expect(readBy(queued('new'))).toBeNull();
    const seen = readBy(frame('conversation-updated', { conversation: { ...talk, unreadCount: 0 } }));
    expect(seen).toBe('c1');
    once.read('c1');
    expect([once.first('c1'), once.first('c2')]).toEqual([true, false]);
  });
});
