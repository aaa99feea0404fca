import type { Me, Message } from '@/api/types';
import { newId } from '@/lib/utils';

export interface Outgoing {
  conversationId: string;
  content: string;
  replyTo?: Message;
  file?: File;
  /** Spoken into the browser: shown as a voice message. */
  voice?: boolean;
  me: Me;
  /** What the server will put before it, as from `prefixOf`. */
  prefix: string | null;
}

/** As what the server will most likely send a file; it looks at the content, and has the last word. */
export function kindOf(file: File | undefined): Message['type'] {
  if (!file) return 'TEXT';
  if (/^image\/(jpeg|png|webp)$/.test(file.type)) return 'IMAGE';
  if (file.type.startsWith('video/')) return 'VIDEO';
  return file.type.startsWith('audio/') ? 'AUDIO' : 'DOCUMENT';
}

/** The bubble before the server has the message. Its id is the client's, until the row with the same `clientId` takes its place. */
export function draw({ conversationId, content, replyTo, file, voice, me, prefix }: Outgoing, preview: string | null): Message {
  const clientId = newId();
  const now = new Date().toISOString();
  return {
    id: clientId, clientId, conversationId, content: content || null,
    senderId: me.id, sender: { id: me.id, name: me.name },
    direction: 'OUTBOUND', origin: 'AGENT', isBot: false, type: voice ? 'AUDIO' : kindOf(file),
    status: 'PENDING', sendPhase: 'QUEUED',
    mediaUrl: preview,
    media: file ? { id: clientId, fileName: file.name, mimeType: file.type, size: file.size, state: 'PENDING', width: null, height: null, durationMs: null } : null,
    replyTo: replyTo ? { id: replyTo.id, content: replyTo.content, type: replyTo.type, direction: replyTo.direction, origin: replyTo.origin } : null,
    reactions: [], template: null, metadata: { ...(voice && { kind: 'voice' }), ...(prefix && { prefix }) }, error: null, whatsappMessageId: null,
    sentAt: now, createdAt: now, providerTimestamp: null, deliveredAt: null, readAt: null, failedAt: null, editedAt: null, revokedAt: null,
    resendOfId: null, seq: Number.MAX_SAFE_INTEGER,
  };
}
