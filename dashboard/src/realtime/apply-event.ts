import type { Event } from '@wppconnector/client';

import type { Viewer } from '@/api/filters';
import { keys } from '@/api/keys';
import type { AgentRef, Contact, Conversation, Department, Me, Message, Note, Schemas, User } from '@/api/types';

import { type ConversationChange, type ListData, patch, putConversation, withChange, without } from './conversations';
import { change, type Effect, soon, stale } from './effects';
import { changeMessage, type MessageData, newer, putMessage, withStatus } from './messages';

export interface Context {
  viewer: Viewer;
  /** A conversation as it is cached anywhere. */
  known(id: string): Conversation | undefined;
}

/** What an event changes in the cache. Pure: it reads only its arguments and changes nothing. */
export function applyEvent(event: Event, context: Context): Effect[] {
  switch (event.event) {
    case 'message-received': {
      const message = event.data.message as Message;
      return [
        putIntoHistory(message),
        ...changeConversation(event.data.conversation as ConversationChange, context, message),
      ];
    }
    case 'message-sent': {
      const message = event.data.message as Message;
      return [putIntoHistory(message), ...withLastMessage(message, context)];
    }
    case 'message-status': {
      const { messageId, conversationId, status, sendPhase, deliveredAt, readAt } = event.data;
      return changeEverywhere(conversationId, messageId, (message) => withStatus(message, status, sendPhase, { deliveredAt, readAt }));
    }
    case 'message-failed': {
      const { messageId, conversationId, error, recovered } = event.data;
      return changeEverywhere(conversationId, messageId, (message) =>
        recovered ? { ...message, status: 'SENT', sendPhase: 'DONE', error: null } : { ...message, status: 'FAILED', sendPhase: 'DONE', error: (error ?? null) as Message['error'] },
      );
    }
    case 'message-updated': {
      const fresh = event.data.message as Message;
      return changeEverywhere(event.data.conversationId, fresh.id, (message) => newer(message, fresh));
    }

    case 'conversation-created':
    case 'conversation-updated':
      return changeConversation(event.data.conversation as ConversationChange, context);
    case 'conversation-assigned':
    case 'conversation-unassigned':
    case 'conversation-queued':
    case 'conversation-transferred':
    case 'conversation-resolved':
    case 'conversation-archived':
    case 'conversation-reopened': {
      const { conversationId, conversation } = event.data;
      const story = [stale(keys.timeline(conversationId)), stale(keys.decisions(conversationId)), soon(keys.board()), soon(keys.queue())];
      // Without content: this viewer has lost it.
      if (!conversation) return [...loseConversation(conversationId), ...story];
      return [...changeConversation(conversation as ConversationChange, context), ...story];
    }
    case 'queue-timeout':
      return [soon(keys.board()), stale(keys.timeline(event.data.conversationId))];

    case 'agent-status-changed':
      return changePresence(event.data.userId, event.data.status);
    case 'user-updated': {
      const user = event.data.user as User;
      return [
        change<User[]>(keys.users(), (users) => replaceById(users, user)),
        // Who is listed may have changed with role or activity.
        stale(keys.users()),
        soon(keys.board()),
        { kind: 'own-user', change: ((me: Me) => (me.id === user.id ? { ...me, ...user } : me)) as (user: never) => unknown },
      ];
    }
    case 'user-deactivated':
      return [change<User[]>(keys.users(), (users) => mapById(users, event.data.id, (user) => ({ ...user, isActive: false, onlineStatus: 'OFFLINE' }))), stale(keys.users()), soon(keys.board())];
    case 'department-updated': {
      const department = event.data.department as Department;
      return [change<Department[]>(keys.departments(), (departments) => replaceById(departments, department)), stale(keys.departments()), soon(keys.board())];
    }

    case 'contact-updated':
      return changeContact(event.data.contact as Contact);
    case 'contact-merged':
      return [stale(keys.contacts()), stale(keys.contact(event.data.contactId)), stale(keys.contact(event.data.fromId)), stale(keys.lists()), stale(['conversation']), stale(['messages'])];
    case 'settings-updated':
      return [stale(keys.settings()), { kind: 'fetch-me' }];
    case 'quick-replies-updated':
      return [stale(keys.quickReplies())];
    case 'tags-updated':
      return [stale(keys.tags()), stale(keys.lists()), stale(['conversation'])];

    case 'note-created':
    case 'note-updated': {
      const note = event.data.note as Note;
      return [
        change<NotePage>(keys.notes(event.data.conversationId), (page) => {
          const items = replaceById(page.items, note);
          return { ...page, items: items === page.items ? [...items, note] : items };
        }),
      ];
    }
    case 'note-deleted': {
      const { conversationId, noteId } = event.data;
      return [change<NotePage>(keys.notes(conversationId), (page) => ({ ...page, items: page.items.filter((note) => note.id !== noteId) }))];
    }
    case 'mention':
      return [];
    case 'password-reset-requested':
      return [stale(keys.passwordResets())];
    case 'channel-updated':
    case 'channel-alert':
      return [stale(keys.channels())];
    case 'job-dead':
      return [stale(keys.jobs())];
    default:
      // A newer server may say more than this page knows.
      return [];
  }
}

type NotePage = Schemas['NotePage'];

function putIntoHistory(message: Message): Effect {
  return change<MessageData>(keys.messages(message.conversationId), (data) => putMessage(data, message));
}

/** A message is in the history, and it may be the preview of the list. */
function changeEverywhere(conversationId: string, messageId: string, update: (message: Message) => Message): Effect[] {
  const preview = (conversation: Conversation) => {
    const last = conversation.lastMessage;
    if (last?.id !== messageId) return conversation;
    const next = update(last);
    return next === last ? conversation : { ...conversation, lastMessage: next };
  };
  return [
    change<MessageData>(keys.messages(conversationId), (data) => changeMessage(data, messageId, update)),
    change<ListData>(keys.lists(), (data) => patch(data, conversationId, preview)),
    change<Conversation>(keys.conversation(conversationId), preview),
  ];
}

function changeConversation(fresh: ConversationChange, context: Context, message?: Message): Effect[] {
  const known = context.known(fresh.id);
  // The numbers are the server's; it is asked once for all that happens within some seconds.
  const rest = [soon(keys.counts()), soon(keys.metrics())];
  if (!known && !message) return [{ kind: 'fetch-conversation', id: fresh.id }, ...rest];
  const base = known ?? ({ pinned: false, queuePosition: null, lastMessage: null, ...fresh } as Conversation);
  const next = withChange(base, fresh);
  return [...putConversation(message && isNewer(message, next.lastMessage) ? { ...next, lastMessage: message } : next, context.viewer), ...rest];
}

function withLastMessage(message: Message, context: Context): Effect[] {
  const known = context.known(message.conversationId);
  if (!known || !isNewer(message, known.lastMessage)) return [];
  const lastMessageAt = message.createdAt > known.lastMessageAt ? message.createdAt : known.lastMessageAt;
  return putConversation({ ...known, lastMessage: message, lastMessageAt }, context.viewer);
}

function isNewer(message: Message, last: Message | null): boolean {
  return !last || last.conversationId !== message.conversationId || message.seq >= last.seq;
}

/** It leaves the lists. An open one stays on the screen, marked as no longer theirs. */
function loseConversation(id: string): Effect[] {
  return [change<ListData>(keys.lists(), (data) => without(data, id)), stale(keys.conversation(id)), soon(keys.counts())];
}

function changePresence(userId: string, onlineStatus: User['onlineStatus']): Effect[] {
  const ofAgent = (conversation: Conversation): Conversation => {
    const agent: AgentRef | null = conversation.assignedUser;
    return agent?.id === userId && agent.onlineStatus !== onlineStatus ? { ...conversation, assignedUser: { ...agent, onlineStatus } } : conversation;
  };
  return [
    change<User[]>(keys.users(), (users) => mapById(users, userId, (user) => ({ ...user, onlineStatus }))),
    change<ListData>(keys.lists(), (data) => ({ ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(ofAgent) })) })),
    change<Conversation>(['conversation'], ofAgent),
    soon(keys.board()),
    soon(keys.departments()),
    { kind: 'own-user', change: ((me: Me) => (me.id === userId ? { ...me, onlineStatus } : me)) as (user: never) => unknown },
  ];
}

function changeContact(contact: Contact): Effect[] {
  const { id, name, pushName, phone, email, blocked, optedOutAt, tags, displayName } = contact;
  const ofContact = (conversation: Conversation): Conversation =>
    conversation.contactId === id
      ? { ...conversation, customerName: displayName, contact: { ...conversation.contact, name, pushName, phone, email, blocked, optedOutAt, tags } }
      : conversation;
  return [
    change<Contact>(keys.contact(id), () => contact),
    stale(keys.contacts()),
    change<ListData>(keys.lists(), (data) => ({ ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(ofContact) })) })),
    change<Conversation>(['conversation'], ofContact),
  ];
}

function mapById<T extends { id: string }>(items: T[], id: string, update: (item: T) => T): T[] {
  return items.some((item) => item.id === id) ? items.map((item) => (item.id === id ? update(item) : item)) : items;
}

/** The same array when there is none with this id. */
function replaceById<T extends { id: string }>(items: T[], fresh: T): T[] {
  return mapById(items, fresh.id, () => fresh);
}
