import { api, ProblemError, unwrap } from '@/api/client';
import { useAuthStore } from '@/lib/auth-store';

import { receive, stage, useStage, welcome } from './store';
import { bare, type Shown } from './types';

/** Seconds a call waits for news. */
const WAIT = 10;
const PAUSE = 1500;
const set = useStage.setState;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Follows the telephones of a channel until `signal` ends it: each call is answered when there is news. After a failure it asks from
 * where it stood, and a simulator that was started anew answers with everything it has.
 */
export async function follow(channelId: string, signal: AbortSignal): Promise<void> {
  let since = 0;
  while (!signal.aborted) {
    try {
      const query = { since, wait: since === 0 ? 0 : WAIT };
      const news = await unwrap(api.GET('/api/sandbox/{channelId}/phones', { params: { path: { channelId }, query }, signal }));
      if (signal.aborted) return;
      since = news.version;
      set({ typing: news.typing, session: news.session, companyPhone: news.companyPhone, connection: 'live' });
      receive(news.messages, news.whole);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ProblemError && error.problem.status === 401) return useAuthStore.getState().logout('expired');
      set({ connection: 'lost' });
      await wait(PAUSE);
    }
  }
}

/** Those with whom the company is in conversation, so that the customers of the demonstration can be played too. */
export async function findOthers(channelId: string): Promise<void> {
  const found = await unwrap(api.GET('/api/conversations', { params: { query: { channelId, limit: 50 } } }));
  if (stage().channel?.id !== channelId) return;
  const others = found.filter((one) => one.customerPhoneKnown).map((one) => ({ phone: one.customerPhone ?? '', name: one.customerName ?? one.customerPhone ?? '', conversation: one.id }));
  set({ others });
  const [newest] = others;
  if (newest) welcome({ phone: newest.phone, name: newest.name, reads: true });
  await Promise.all(stage().people.map((person) => recall(person.phone)));
}

/** What was said before the simulator knew of it. */
export async function recall(phone: string): Promise<void> {
  const conversation = stage().others.find((one) => one.phone === phone)?.conversation;
  if (!conversation || stage().before[phone]) return;
  const { messages } = await unwrap(api.GET('/api/conversations/{id}/messages', { params: { path: { id: conversation } } }));
  const before = messages
    .filter((one) => one.direction === 'INBOUND' || one.whatsappMessageId)
    .map((one): Shown => ({
      id: bare(one.whatsappMessageId ?? one.id),
      seq: 0,
      phone,
      author: one.direction === 'INBOUND' ? 'CUSTOMER' : one.origin === 'PHONE' ? 'HANDSET' : 'COMPANY',
      type: one.type,
      sticker: false,
      text: one.revokedAt ? null : one.content,
      replyTo: null,
      media: one.media && { mimeType: one.media.mimeType ?? '', fileName: one.media.fileName, size: one.media.size ?? 0, sha256: '', voice: false },
      location: null,
      contact: null,
      at: one.sentAt,
      edited: one.editedAt !== null,
      revoked: one.revokedAt !== null,
      status: 'read',
      seen: true,
      reaction: null,
      ownReaction: null,
      clientCopies: 1,
      before: true,
      url: one.mediaUrl,
    }));
  set((state) => ({ before: { ...state.before, [phone]: before } }));
}
