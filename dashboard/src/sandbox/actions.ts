import { api, unwrap } from '@/api/client';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';

import { addPending, dropPending, settlePending, stage, useStage } from './store';
import type { Faults, InboundCall, Shown } from './types';

function channelId(): string {
  const { channel } = stage();
  if (!channel) throw new Error('no channel is chosen');
  return channel.id;
}

const path = () => ({ params: { path: { channelId: channelId() } } });
const KINDS: Partial<Record<NonNullable<InboundCall['type']>, Shown['type']>> = { image: 'IMAGE', sticker: 'IMAGE', video: 'VIDEO', audio: 'AUDIO', voice: 'AUDIO', document: 'DOCUMENT' };

/** A customer writes: the bubble is there at once, and what became of it follows. */
export async function write(phone: string, call: InboundCall, url: string | null = null): Promise<void> {
  const id = newId();
  const kind = call.type ?? 'text';
  const size = call.mediaBase64 ? Math.floor((call.mediaBase64.length * 3) / 4) : 0;
  addPending({
    id,
    seq: 0,
    phone,
    author: 'CUSTOMER',
    type: KINDS[kind] ?? 'TEXT',
    sticker: kind === 'sticker',
    text: call.text ?? null,
    replyTo: call.replyTo ?? null,
    media: call.mediaBase64 ? { mimeType: call.mimeType ?? '', fileName: call.fileName ?? null, size, sha256: '', voice: kind === 'voice' } : null,
    location: call.location ? { name: null, address: null, ...call.location } : null,
    contact: call.contact ?? null,
    at: new Date().toISOString(),
    edited: false,
    revoked: false,
    status: null,
    seen: false,
    reaction: null,
    ownReaction: null,
    clientCopies: 1,
    pending: 'sending',
    call,
    url,
  });
  const name = stage().people.find((one) => one.phone === phone)?.name;
  const body = { from: phone, type: 'text' as const, inline: false, shuffle: false, ...call, ...(name && name !== phone ? { name } : {}) };
  try {
    const { messageIds } = await unwrap(api.POST('/api/sandbox/{channelId}/inbound', { ...path(), body }));
    settlePending(id, messageIds);
  } catch (error) {
    settlePending(id, null);
    toast.problem(error);
  }
}

export function again(message: Shown): void {
  dropPending(message.id);
  if (message.call) void write(message.phone, message.call, message.url);
}

/** What the telephone tells the provider. A simulator that was started anew does not know the message: no problem of the customer's. */
export async function tell(messageId: string, status: 'read' | 'played'): Promise<void> {
  await api.POST('/api/sandbox/{channelId}/status', { ...path(), body: { messageId, status } }).catch(() => undefined);
}

async function attempt(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    toast.problem(error);
  }
}

export const react = (messageId: string, emoji: string | null) => attempt(unwrap(api.POST('/api/sandbox/{channelId}/reaction', { ...path(), body: { messageId, emoji } })));
export const edit = (messageId: string, text: string) => attempt(unwrap(api.POST('/api/sandbox/{channelId}/edit', { ...path(), body: { messageId, text } })));
export const revoke = (messageId: string) => attempt(unwrap(api.POST('/api/sandbox/{channelId}/revoke', { ...path(), body: { messageId } })));
export const fromHandset = (to: string, text: string) => attempt(unwrap(api.POST('/api/sandbox/{channelId}/phone-reply', { ...path(), body: { to, text } })));
export const setSession = (status: string) => attempt(unwrap(api.POST('/api/sandbox/{channelId}/session', { ...path(), body: { status } })));

export async function readFaults(): Promise<void> {
  await attempt(unwrap(api.GET('/api/sandbox/{channelId}/faults', path())).then((faults) => useStage.setState({ faults })));
}

/** Shown at once; on a refusal what was before comes back. */
export async function setFaults(faults: Faults): Promise<void> {
  const before = stage().faults;
  useStage.setState({ faults });
  try {
    useStage.setState({ faults: await unwrap(api.PUT('/api/sandbox/{channelId}/faults', { ...path(), body: faults })) });
  } catch (error) {
    useStage.setState({ faults: before });
    toast.problem(error);
  }
}

export const reset = () =>
  attempt(
    unwrap(api.POST('/api/sandbox/{channelId}/reset', path())).then(() => {
      useStage.setState({ before: {}, pending: [], looked: {} });
      return readFaults();
    }),
  );
