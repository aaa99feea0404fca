import type { InfiniteData } from '@tanstack/react-query';

import type { Message, Schemas } from '@/api/types';

import { mapPages } from './effects';

export type MessagePage = Schemas['MessagePage'];
export type MessageData = InfiniteData<MessagePage>;

/** A message's status only moves forward. FAILED lies before DELIVERED: evidence of delivery revives a message that was given up. */
const RANK: Record<Message['status'], number> = { PENDING: 0, SENT: 1, FAILED: 2, DELIVERED: 3, READ: 4 };

/** `fresh`, but never with an older status than is known: an answer may come after the event that outran it. */
export function newer(known: Message, fresh: Message): Message {
  if (RANK[fresh.status] >= RANK[known.status]) return fresh;
  const { status, sendPhase, deliveredAt, readAt, failedAt, error } = known;
  return { ...fresh, status, sendPhase, deliveredAt, readAt, failedAt, error };
}

function isSame(a: Message, b: Message): boolean {
  return a.id === b.id || (a.clientId !== null && a.clientId === b.clientId && a.conversationId === b.conversationId);
}

/** Puts a message where it belongs: over itself, over the bubble drawn before it was sent, or at its place in the order. */
export function putMessage(data: MessageData, message: Message): MessageData {
  let found = false;
  const replaced = mapPages(data, (page) => {
    const at = page.messages.findIndex((other) => isSame(other, message));
    const known = page.messages[at];
    if (!known) return page;
    found = true;
    const next = newer(known, message);
    return { ...page, messages: page.messages.with(at, next) };
  });
  if (found) return replaced;
  return mapPages(data, (page, index) => {
    if (index > 0) return page;
    // Newest first; what was just typed has no number yet and stays on top.
    const before = page.messages.findIndex((other) => other.conversationId !== message.conversationId || other.seq < message.seq);
    const at = before === -1 ? page.messages.length : before;
    return { ...page, messages: page.messages.toSpliced(at, 0, message) };
  });
}

/** Changes one message where it is loaded. */
export function changeMessage(data: MessageData, id: string, update: (message: Message) => Message): MessageData {
  return mapPages(data, (page) => {
    const at = page.messages.findIndex((message) => message.id === id);
    const known = page.messages[at];
    if (!known) return page;
    const next = update(known);
    return next === known ? page : { ...page, messages: page.messages.with(at, next) };
  });
}

export function withStatus(message: Message, status: Message['status'], sendPhase: Message['sendPhase'], times: { deliveredAt?: string | null; readAt?: string | null }): Message {
  if (RANK[status] < RANK[message.status]) return message;
  return {
    ...message,
    status,
    sendPhase,
    deliveredAt: times.deliveredAt ?? message.deliveredAt,
    readAt: times.readAt ?? message.readAt,
    error: status === 'FAILED' ? message.error : null,
  };
}
