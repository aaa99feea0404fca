import { isQueued } from '@/api/filters';
import type { Conversation } from '@/api/types';

export type StateName = 'bot' | 'confirming' | 'queued' | 'idle' | 'paused' | 'redirected' | 'assigned' | 'resolved' | 'archived';

/** Where a conversation stands, in one word of the texts. */
export function stateOf(conversation: Conversation): StateName {
  const { status, flowState, idleSince, botPausedUntil } = conversation;
  if (status === 'RESOLVED') return 'resolved';
  if (status === 'ARCHIVED') return 'archived';
  if (status === 'ASSIGNED') return flowState === 'TIMEOUT_REDIRECT' ? 'redirected' : 'assigned';
  if (isQueued(conversation)) return 'queued';
  if (botPausedUntil !== null) return 'paused';
  if (idleSince !== null) return 'idle';
  return flowState === 'AWAITING_ROUTING_CONFIRMATION' ? 'confirming' : 'bot';
}

export function displayName(conversation: Pick<Conversation, 'customerName' | 'customerPhone'>, phone: (number: string) => string): string {
  return conversation.customerName ?? phone(conversation.customerPhone);
}

/** Since when the customer waits: for an agent while in a queue, else for an answer. Null: for nothing. */
export function waitsSince(conversation: Conversation): string | null {
  const { status, queuedAt, waitingSince } = conversation;
  if (status !== 'OPEN' && status !== 'ASSIGNED') return null;
  return isQueued(conversation) ? queuedAt : waitingSince;
}

/** How urgent a waiting customer is: by how much of the time until the deadline is used up. */
export function urgency(conversation: Conversation, now: number): 'calm' | 'soon' | 'late' {
  const since = waitsSince(conversation);
  const { timeoutAt } = conversation;
  if (!since || !timeoutAt) return 'calm';
  const [start, end] = [Date.parse(since), Date.parse(timeoutAt)];
  if (now >= end) return 'late';
  return end > start && (now - start) / (end - start) > 0.6 ? 'soon' : 'calm';
}
