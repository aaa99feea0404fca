import type { LoggedFrame } from '@wppconnector/client';

import type { Viewer } from '@/api/filters';
import type { Conversation } from '@/api/types';
import type { SoundKind } from '@/lib/sound';

export interface Notice {
  kind: SoundKind;
  conversationId: string;
  name: string | null;
}

/** What of an event concerns this user: given to them, new in a department where they work now, a mention, a wait that took too long. */
export function noticeOf(frame: LoggedFrame, known: Conversation | undefined, viewer: Viewer): Notice | null {
  switch (frame.event) {
    case 'conversation-assigned': {
      const { agentId, reason, conversationId, conversation } = frame.data;
      // Who takes one or begins one knows it.
      if (agentId !== viewer.id || reason === 'SELF' || reason === 'START') return null;
      return { kind: 'assigned', conversationId, name: nameOf(conversation) ?? nameOf(known) };
    }
    case 'conversation-queued': {
      const { departmentId, conversationId, conversation } = frame.data;
      // Supervisors hear of every queue; news is what comes into their own.
      if (!viewer.departmentIds.includes(departmentId)) return null;
      return { kind: 'queued', conversationId, name: nameOf(conversation) ?? nameOf(known) };
    }
    case 'mention':
      return { kind: 'mention', conversationId: frame.data.conversationId, name: nameOf(known) };
    case 'queue-timeout':
      return { kind: 'timeout', conversationId: frame.data.conversationId, name: nameOf(known) };
    default:
      return null;
  }
}

function nameOf(conversation: { customerName: string | null; customerPhone: string } | null | undefined): string | null {
  return conversation ? (conversation.customerName ?? conversation.customerPhone) : null;
}

/** The conversation that an event says is read now. */
export function readBy(frame: LoggedFrame): string | null {
  if (!('conversation' in frame.data)) return null;
  const conversation = frame.data.conversation;
  return conversation && conversation.unreadCount === 0 ? conversation.id : null;
}

/** Remembers of which conversations somebody was told, so that each sounds once until it is read. */
export function onceUntilRead() {
  const told = new Set<string>();
  return {
    /** Whether this is the first that is said of it. */
    first(conversationId: string): boolean {
      if (told.has(conversationId)) return false;
      told.add(conversationId);
      return true;
    },
    read: (conversationId: string) => void told.delete(conversationId),
  };
}
