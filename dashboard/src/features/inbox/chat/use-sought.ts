import { useCallback, useEffect } from 'react';

import { useChatStore } from '../chat-store';
import { markMessage } from './mark-message';
import { type Row, rowOf } from './rows';

interface Wiring {
  id: string;
  rows: Row[];
  /** Reads the next page; null when there is none, or it is on its way. */
  more: (() => unknown) | null;
  busy: boolean;
  scrollTo(index: number): void;
}

/**
 * Goes to a message that was asked for: a hit of the search, the one that a reply quotes. It may lie some pages up: they are read until
 * it is there, or the history is at its start. Gives back how to ask.
 */
export function useSought({ id, rows, more, busy, scrollTo }: Wiring): (messageId: string) => void {
  const sought = useChatStore((state) => (state.sought?.conversationId === id ? state.sought.messageId : null));
  const set = useChatStore((state) => state.set);
  useEffect(() => {
    if (!sought || busy) return;
    const index = rowOf(rows, sought);
    if (index === -1 && more) {
      more();
      return;
    }
    set({ sought: null });
    if (index === -1) return;
    scrollTo(index);
    markMessage(sought);
  }, [sought, busy, rows, more, scrollTo, set]);
  return useCallback((messageId) => set({ sought: { conversationId: id, messageId } }), [id, set]);
}
