import { QueryClient } from '@tanstack/react-query';
import type { Event } from '@wppconnector/client';
import { beforeEach, describe, expect, test } from 'vitest';

import type { ConversationFilters, Viewer } from '@/api/filters';
import { keys } from '@/api/keys';
import type { Contact, Conversation, Me, Message, Note, User } from '@/api/types';

import { applyEvent } from './apply-event';
import type { ListData } from './conversations';
import { type Effect, runChanges } from './effects';
import type { MessageData } from './messages';

const me: Viewer = { id: 'me', seesAll: false, departmentIds: ['sales'], rootId: 'root' };
const boss: Viewer = { id: 'boss', seesAll: true, departmentIds: [], rootId: 'root' };

let count = 0;
function conversation(change: Partial<Conversation> = {}): Conversation {
  count += 1;
  const at = `2026-11-24T10:00:${String(count % 60).padStart(2, '0')}.000Z`;
  return {
    id: `c${count}`, protocol: `p${count}`, companyId: 'company', channelId: 'channel', contactId: `contact${count}`,
    contact: { id: `contact${count}`, name: null, pushName: null, phone: null, email: null, avatarUrl: null, blocked: false, optedOutAt: null, tags: [] },
    channel: { id: 'channel', name: 'WhatsApp', provider: 'SANDBOX', status: 'ACTIVE' },
    customerName: 'Ana', customerPhone: '+5511988880001', customerPhoneKnown: true, status: 'ASSIGNED', flowState: 'ASSIGNED',
    departmentId: 'sales', department: null, assignedUserId: 'me', assignedUser: { id: 'me', name: 'Bia', email: 'b@x', onlineStatus: 'ONLINE' },
    preferredUserId: null, timeoutAt: null, timeoutKind: null, queuedAt: null, waitingSince: null, idleSince: null, routedAt: null, assignedAt: null,
    greetingSentAt: null, firstResponseAt: null, resolvedAt: null, resolvedById: null, lastMessageAt: at, unreadCount: 0, windowExpiresAt: null,
    botPausedUntil: null, lastDepartmentId: null, lastAttendantId: null, startedBy: 'CUSTOMER', tags: [], metadata: {}, version: 1,
    createdAt: at, updatedAt: at, lastMessage: null, queuePosition: null, pinned: false,
    ...change,
  };
}

function message(of: Conversation, change: Partial<Message> = {}): Message {
  return {
    id: `m${(count += 1)}`, whatsappMessageId: null, conversationId: of.id, senderId: null, sender: null, direction: 'INBOUND', type: 'TEXT', content: 'Oi',
    mediaUrl: null, media: null, status: 'DELIVERED', sendPhase: 'NONE', isBot: false, origin: 'CUSTOMER', sentAt: of.createdAt, providerTimestamp: null,
    deliveredAt: null, readAt: null, failedAt: null, error: null, replyTo: null, reactions: [], template: null, metadata: {}, clientId: null,
    editedAt: null, revokedAt: null, resendOfId: null, seq: count, createdAt: of.createdAt,
    ...change,
  };
}

let client: QueryClient;
beforeEach(() => {
  client = new QueryClient();
});

function list(filters: ConversationFilters, items: Conversation[], nextCursor: string | null = null) {
  client.setQueryData<ListData>(keys.lists(filters), { pages: [{ items, nextCursor }], pageParams: [undefined] });
}
function history(of: Conversation, newestFirst: Message[]) {
  client.setQueryData<MessageData>(keys.messages(of.id), { pages: [{ messages: newestFirst, nextCursor: null }], pageParams: [undefined] });
}
const listed = (filters: ConversationFilters) => client.getQueryData<ListData>(keys.lists(filters))?.pages.flatMap((page) => page.items) ?? [];
const ids = (filters: ConversationFilters) => listed(filters).map((item) => item.id);
const messages = (of: Conversation) => client.getQueryData<MessageData>(keys.messages(of.id))?.pages.flatMap((page) => page.messages) ?? [];

function known(id: string): Conversation | undefined {
  const lists = client.getQueriesData<ListData>({ queryKey: keys.lists() });
  return client.getQueryData(keys.conversation(id)) ?? lists.flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? []).find((item) => item.id === id);
}

/** Applies an event as the socket does; gives what needs the network. */
function happen(event: string, data: unknown, viewer = me): Effect[] {
  return runChanges(client, applyEvent({ event, data } as Event, { viewer, known }));
}
const staleKeys = (effects: Effect[]) => effects.flatMap((effect) => (effect.kind === 'stale' || effect.kind === 'soon' ? [effect.key[0]] : []));

/** What an event carries: no `pinned`, `queuePosition`, `lastMessage`. */
function wire({ pinned: _, queuePosition: __, lastMessage: ___, ...rest }: Conversation) {
  return rest;
}

const mine: ConversationFilters = { status: 'ASSIGNED', assignedUserId: 'me' };
const queue: ConversationFilters = { queue: true };
const all: ConversationFilters = { status: 'OPEN,ASSIGNED' };

describe('messages', () => {
  test('a received message is in the history, the preview, and moves its conversation to the top', () => {
    const [a, b] = [conversation(), conversation()];
    list(mine, [b, a]);
    history(a, []);
    const fresh = message(a);
    happen('message-received', { conversationId: a.id, message: fresh, conversation: wire({ ...a, unreadCount: 1, lastMessageAt: '2026-11-24T11:00:00.000Z', version: 2 }) });
    expect(ids(mine)).toEqual([a.id, b.id]);
    expect(listed(mine)[0]).toMatchObject({ unreadCount: 1, lastMessage: { id: fresh.id } });
    expect(messages(a)).toEqual([fresh]);
  });

  test('the same message twice is one bubble', () => {
    const a = conversation();
    history(a, []);
    const fresh = message(a);
    for (let times = 0; times < 2; times += 1) happen('message-received', { conversationId: a.id, message: fresh, conversation: wire(a) });
    expect(messages(a)).toHaveLength(1);
  });

  test('a sent message takes the place of the bubble drawn before it, whichever comes first', () => {
    const a = conversation();
    list(mine, [a]);
    const drawn = message(a, { id: 'key', clientId: 'key', direction: 'OUTBOUND', status: 'PENDING', seq: Number.MAX_SAFE_INTEGER });
    history(a, [drawn]);
    const stored = { ...drawn, id: 'row', seq: 7 };
    happen('message-sent', { conversationId: a.id, message: stored });
    happen('message-sent', { conversationId: a.id, message: stored });
    expect(messages(a)).toEqual([stored]);
    expect(listed(mine)[0]?.lastMessage?.id).toBe('row');
  });

  test('older messages that come late stand at their place', () => {
    const a = conversation();
    const [one, three] = [message(a, { seq: 1 }), message(a, { seq: 3 })];
    history(a, [three, one]);
    happen('message-sent', { conversationId: a.id, message: message(a, { seq: 2 }) });
    expect(messages(a).map((each) => each.seq)).toEqual([3, 2, 1]);
  });

  test('a status only moves forward', () => {
    const sent = conversation();
    const own = message(sent, { direction: 'OUTBOUND', status: 'PENDING', sendPhase: 'QUEUED' });
    list(mine, [{ ...sent, lastMessage: own }]);
    history(sent, [own]);
    const tell = (status: string) => happen('message-status', { messageId: own.id, conversationId: sent.id, status, sendPhase: 'DONE', deliveredAt: null, readAt: null });
    tell('READ');
    tell('DELIVERED');
    expect(messages(sent)[0]?.status).toBe('READ');
    expect(listed(mine)[0]?.lastMessage?.status).toBe('READ');
    happen('message-sent', { conversationId: sent.id, message: own });
    expect(messages(sent)[0]?.status).toBe('READ');
  });

  test('a failure is said, and taken back when the message was delivered after all', () => {
    const a = conversation();
    const own = message(a, { direction: 'OUTBOUND', status: 'SENT' });
    history(a, [own]);
    const error = { code: 'blocked', providerCode: null, message: 'Bloqueado', retryable: false };
    happen('message-failed', { messageId: own.id, conversationId: a.id, error, recovered: false });
    expect(messages(a)[0]).toMatchObject({ status: 'FAILED', error });
    happen('message-failed', { messageId: own.id, conversationId: a.id, recovered: true });
    happen('message-status', { messageId: own.id, conversationId: a.id, status: 'DELIVERED', sendPhase: 'DONE' });
    expect(messages(a)[0]).toMatchObject({ status: 'DELIVERED', error: null });
  });

  test('a reaction, an edit or a file that arrived changes the message', () => {
    const a = conversation();
    const own = message(a);
    history(a, [own]);
    happen('message-updated', { conversationId: a.id, message: { ...own, content: 'Olá', editedAt: a.createdAt } });
    expect(messages(a)[0]?.content).toBe('Olá');
  });
});

describe('conversations', () => {
  test('a new one that nobody has loaded is read', () => {
    const a = conversation();
    expect(happen('conversation-created', { conversation: wire(a) })).toContainEqual({ kind: 'fetch-conversation', id: a.id });
  });

  test('an update keeps what is the viewer’s own, and an older version changes nothing', () => {
    const a = conversation({ pinned: true, lastMessage: null, version: 5 });
    list(mine, [a]);
    happen('conversation-updated', { conversation: wire({ ...a, customerName: 'Nova', version: 6 }), changed: ['customerName'] });
    happen('conversation-updated', { conversation: wire({ ...a, customerName: 'Velha', version: 4 }), changed: ['customerName'] });
    expect(listed(mine)[0]).toMatchObject({ customerName: 'Nova', pinned: true });
  });

  test('assignment moves it from the queue to its agent', () => {
    const waiting = conversation({ status: 'OPEN', flowState: 'DEPARTMENT_SELECTED', queuedAt: '2026-11-24T10:00:00.000Z', assignedUserId: null, assignedUser: null });
    list(queue, [waiting]);
    list(mine, []);
    const taken = { ...waiting, status: 'ASSIGNED', flowState: 'ASSIGNED', queuedAt: null, assignedUserId: 'me', version: 2 } as Conversation;
    const effects = happen('conversation-assigned', { conversationId: waiting.id, conversation: wire(taken), agentId: 'me', agentName: 'Bia', previousAgentId: null, reason: 'AUTO' });
    expect([ids(queue), ids(mine)]).toEqual([[], [waiting.id]]);
    expect(staleKeys(effects)).toEqual(expect.arrayContaining(['timeline', 'decisions', 'counts', 'board']));
  });

  test.each(['conversation-unassigned', 'conversation-queued'])('%s puts it back into the queue', (event) => {
    const held = conversation();
    list(mine, [held]);
    list(queue, []);
    const back = { ...held, status: 'OPEN', flowState: 'DEPARTMENT_SELECTED', queuedAt: '2026-11-24T10:00:00.000Z', assignedUserId: null, assignedUser: null, version: 2 } as Conversation;
    happen(event, { conversationId: held.id, conversation: wire(back), departmentId: 'sales', position: 1, reason: 'released' });
    expect([ids(queue), ids(mine)]).toEqual([[held.id], []]);
  });

  test('who loses sight of a transferred conversation loses it from the lists; a supervisor keeps it', () => {
    const held = conversation();
    list(all, [held]);
    client.setQueryData(keys.conversation(held.id), held);
    const data = { conversationId: held.id, conversation: null, customerName: null, fromDepartmentId: 'sales', toDepartmentId: 'support', reason: 'manual' };
    expect(staleKeys(happen('conversation-transferred', data))).toContain('conversation');
    expect(ids(all)).toEqual([]);
    list(all, [held]);
    happen('conversation-transferred', { ...data, conversation: wire({ ...held, departmentId: 'support', version: 2 }) }, boss);
    expect(listed(all)[0]?.departmentId).toBe('support');
  });

  test.each([
    ['conversation-resolved', 'RESOLVED'],
    ['conversation-archived', 'ARCHIVED'],
  ] as const)('%s takes it from the open ones to its own list', (event, status) => {
    const held = conversation();
    list(all, [held]);
    list({ status }, []);
    happen(event, { conversationId: held.id, conversation: wire({ ...held, status, assignedUserId: null, lastAttendantId: 'me', version: 2 }) });
    expect([ids(all), ids({ status })]).toEqual([[], [held.id]]);
  });

  test('a reopened one is back', () => {
    const closed = conversation({ status: 'RESOLVED', assignedUserId: null, lastAttendantId: 'me' });
    list({ status: 'RESOLVED' }, [closed]);
    list(all, []);
    happen('conversation-reopened', { conversationId: closed.id, conversation: wire({ ...closed, status: 'ASSIGNED', assignedUserId: 'me', version: 2 }) });
    expect([ids(all), ids({ status: 'RESOLVED' })]).toEqual([[closed.id], []]);
  });

  test('pinned ones stay on top, and what belongs below the loaded part waits for its page', () => {
    const pinned = conversation({ pinned: true, lastMessageAt: '2026-11-01T00:00:00.000Z' });
    const recent = conversation({ lastMessageAt: '2026-11-24T12:00:00.000Z' });
    const old = conversation({ lastMessageAt: '2026-10-01T00:00:00.000Z' });
    list(mine, [pinned, recent], 'more');
    client.setQueryData(keys.conversation(old.id), old);
    happen('conversation-updated', { conversation: wire({ ...old, version: 2 }), changed: [] });
    happen('conversation-updated', { conversation: wire({ ...recent, lastMessageAt: '2026-11-24T13:00:00.000Z', version: 2 }), changed: [] });
    expect(ids(mine)).toEqual([pinned.id, recent.id]);
  });

  test('a queue timeout is news for the board', () => {
    expect(staleKeys(happen('queue-timeout', { conversationId: 'c', kind: 'QUEUE', round: 1, waitingSeconds: 300 }, boss))).toContain('board');
  });
});

describe('people and the company', () => {
  const user = { id: 'bia', name: 'Bia', onlineStatus: 'ONLINE', isActive: true } as User;

  test('presence shows in the lists of people, on conversations, and on oneself', () => {
    const held = conversation({ assignedUser: { id: 'bia', name: 'Bia', email: 'b@x', onlineStatus: 'ONLINE' } });
    client.setQueryData(keys.users({ status: 'active' }), [user]);
    list(all, [held]);
    const effects = happen('agent-status-changed', { userId: 'bia', status: 'BUSY', reason: 'manual' });
    expect(client.getQueryData<User[]>(keys.users({ status: 'active' }))?.[0]?.onlineStatus).toBe('BUSY');
    expect(listed(all)[0]?.assignedUser?.onlineStatus).toBe('BUSY');
    const own = effects.find((effect) => effect.kind === 'own-user');
    expect(own?.kind === 'own-user' && own.change({ id: 'bia', onlineStatus: 'ONLINE' } as never)).toMatchObject({ onlineStatus: 'BUSY' });
  });

  test('a changed user is changed everywhere, a deactivated one is marked', () => {
    client.setQueryData(keys.users({}), [user]);
    const effects = happen('user-updated', { user: { ...user, name: 'Beatriz' } });
    expect(client.getQueryData<User[]>(keys.users({}))?.[0]?.name).toBe('Beatriz');
    const own = effects.find((effect) => effect.kind === 'own-user');
    const before = { id: 'somebody' } as Me;
    expect(own?.kind === 'own-user' && own.change(before as never)).toBe(before);
    happen('user-deactivated', { id: 'bia' });
    expect(client.getQueryData<User[]>(keys.users({}))?.[0]).toMatchObject({ isActive: false, onlineStatus: 'OFFLINE' });
  });

  test('a changed contact is changed on its page and on its conversations', () => {
    const held = conversation();
    list(all, [held]);
    const contact = { ...held.contact, displayName: 'Ana Paula', name: 'Ana Paula', blocked: true } as unknown as Contact;
    client.setQueryData(keys.contact(contact.id), { id: contact.id });
    happen('contact-updated', { contact });
    expect(listed(all)[0]).toMatchObject({ customerName: 'Ana Paula', contact: { blocked: true } });
    expect(client.getQueryData<Contact>(keys.contact(contact.id))?.name).toBe('Ana Paula');
  });

  test('notes come, change and go', () => {
    const note = { id: 'n', conversationId: 'c', content: 'a' } as Note;
    client.setQueryData(keys.notes('c'), { items: [], nextCursor: null });
    happen('note-created', { conversationId: 'c', note });
    happen('note-created', { conversationId: 'c', note });
    happen('note-updated', { conversationId: 'c', note: { ...note, content: 'b' } });
    expect(client.getQueryData(keys.notes('c'))).toMatchObject({ items: [{ id: 'n', content: 'b' }] });
    happen('note-deleted', { conversationId: 'c', noteId: 'n' });
    expect(client.getQueryData(keys.notes('c'))).toMatchObject({ items: [] });
  });

  test.each([
    ['department-updated', { department: { id: 'd' } }, 'departments'],
    ['contact-merged', { contactId: 'a', fromId: 'b' }, 'contacts'],
    ['settings-updated', { at: '' }, 'settings'],
    ['quick-replies-updated', {}, 'quick-replies'],
    ['tags-updated', {}, 'tags'],
    ['password-reset-requested', { requestId: 'r', userId: 'u' }, 'password-resets'],
    ['channel-updated', { id: 'c' }, 'channels'],
    ['channel-alert', { channelId: 'c', code: 'x' }, 'channels'],
    ['job-dead', { queue: 'q', id: '1' }, 'jobs'],
  ])('%s makes the answers it concerns be read again', (event, data, key) => {
    expect(staleKeys(happen(event, data))).toContain(key);
  });

  test('a mention, and what a newer server says, change nothing', () => {
    expect(happen('mention', { conversationId: 'c', noteId: 'n', authorId: 'a' })).toEqual([]);
    expect(happen('something-new', { id: 'x' })).toEqual([]);
  });
});
