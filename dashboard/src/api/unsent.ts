import { create } from 'zustand';

import type { Message } from './types';

/**
 * Messages that this browser has drawn and the server does not have yet, in the order they were written. The history that is read from
 * the server knows nothing of them, so they are put on top of it each time, lest a message that waits for the network vanish.
 */
export const useUnsent = create<{ messages: Message[] }>(() => ({ messages: [] }));

export const allUnsent = () => useUnsent.getState().messages;

/** New, or as it has become. */
export function keepUnsent(message: Message): void {
  useUnsent.setState(({ messages }) => {
    const at = messages.findIndex(({ id }) => id === message.id);
    return { messages: at === -1 ? [...messages, message] : messages.with(at, message) };
  });
}

export function forgetUnsent(id: string): void {
  useUnsent.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}

/** The newest first, as in a page of the history; without those that have come meanwhile. */
export function unsentIn(conversationId: string, stored: Message[]): Message[] {
  return allUnsent()
    .filter((message) => message.conversationId === conversationId && !stored.some((each) => each.clientId === message.clientId))
    .toReversed();
}
