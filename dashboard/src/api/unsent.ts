import type { Message } from './types';

/**
 * Messages that this browser has drawn and the server does not have yet. The history that is read from the server knows nothing of them,
 * so they are put on top of it each time, lest a message that waits for the network vanish.
 */
const unsent = new Map<string, Message>();

export const keepUnsent = (message: Message) => void unsent.set(message.id, message);
export const forgetUnsent = (id: string) => void unsent.delete(id);

/** In the order they were written. */
export const allUnsent = () => [...unsent.values()];

/** The newest first, as in a page of the history; without those that have come meanwhile. */
export function unsentIn(conversationId: string, stored: Message[]): Message[] {
  return [...unsent.values()].filter((message) => message.conversationId === conversationId && !stored.some((each) => each.clientId === message.clientId)).toReversed();
}
