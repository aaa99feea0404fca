import { useEffect, useMemo, useState } from 'react';

import type { Conversation, Message } from '@/api/types';

/** What of a conversation its reader has seen: where the unread begin, what came while they read further up, and when it counts as read. */
export function useReading(messages: Message[], conversation: Conversation | undefined, onRead: () => void) {
  const [atEnd, setAtEndState] = useState(true);
  const [seenUntil, setSeenUntil] = useState<string | null>(null);

  // Decided once, when the conversation opens: the divider stays while one reads.
  const [decided, setDecided] = useState<string | null | undefined>(undefined);
  let firstUnread = decided ?? null;
  if (decided === undefined && conversation) {
    firstUnread = firstUnreadOf(messages, conversation.unreadCount);
    setDecided(firstUnread);
  }

  // Read means: the page is looked at, and the end of the chat is on it.
  const unread = (conversation?.unreadCount ?? 0) > 0;
  const newest = messages.at(-1)?.id;
  useEffect(() => {
    if (!unread || !atEnd || newest === undefined) return;
    const tell = () => document.visibilityState === 'visible' && onRead();
    const timer = setTimeout(tell, 400);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tell);
    };
    // `onRead` is a new function at each render, and the same deed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [unread, atEnd, newest]);

  const unseen = useMemo(() => {
    if (seenUntil === null) return 0;
    const from = messages.findLastIndex((message) => message.id === seenUntil);
    return from === -1 ? 0 : messages.slice(from + 1).filter((message) => message.direction === 'INBOUND').length;
  }, [messages, seenUntil]);

  const setAtEnd = (end: boolean) => {
    setAtEndState(end);
    setSeenUntil(end ? null : (newest ?? null));
  };
  return { atEnd, setAtEnd, firstUnread, unseen };
}

/** The first of the unread messages. What somebody has answered is not new, whoever forgot to mark it. */
export function firstUnreadOf(messages: Message[], unreadCount: number): string | null {
  const answered = messages.findLastIndex((message) => message.origin === 'AGENT');
  const inbound = messages.slice(answered + 1).filter((message) => message.direction === 'INBOUND');
  const count = Math.min(unreadCount, inbound.length);
  return count > 0 ? (inbound.at(-count)?.id ?? null) : null;
}
