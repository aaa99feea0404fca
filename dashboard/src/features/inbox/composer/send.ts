import i18next from 'i18next';
import { create } from 'zustand';

import { api, ProblemError, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Message } from '@/api/types';
import { allUnsent, forgetUnsent, keepUnsent } from '@/api/unsent';
import { uploadMedia } from '@/api/upload';
import { toast } from '@/lib/toast';
import { mapPages } from '@/realtime/effects';
import { changeMessage, type MessageData, putMessage } from '@/realtime/messages';
import { useRealtime } from '@/realtime/store';

import { draw, kindOf, type Outgoing } from './draw';

interface Waiting {
  file: File;
  voice: boolean;
  preview: string;
  stop: AbortController;
}

/** Files that are on their way, or whose sending failed, so that it can be tried again. By the id of their bubble. */
const files = new Map<string, Waiting>();
/** What is sent one after the other, so that it arrives in the order it was written. Texts do not wait for files. */
const lines = new Map<string, Promise<unknown>>();
/** How long the picture of this browser stays after the server has the file: the bubble is drawn anew by then. */
const PREVIEW_STAYS = 10_000;

/** How much of each file has left, 0 to 1, by the id of its bubble. */
export const useUploads = create<Record<string, number | undefined>>(() => ({}));

function cached(conversationId: string, update: (data: MessageData) => MessageData): void {
  queryClient.setQueryData<MessageData>(keys.messages(conversationId), (data) => data && update(data));
}

function remove({ conversationId, id }: Message): void {
  forgetUnsent(id);
  cached(conversationId, (data) => mapPages(data, (page) => (page.messages.some((message) => message.id === id) ? { ...page, messages: page.messages.filter((message) => message.id !== id) } : page)));
}

function change(bubble: Message, update: Partial<Message>): void {
  const next = { ...bubble, ...update };
  keepUnsent(next);
  cached(bubble.conversationId, (data) => changeMessage(data, bubble.id, () => next));
}

/** Shows the message at once, and sends it. False when the server refused the text: then nothing stays, and the text is the caller's again. */
export function send(outgoing: Outgoing): Promise<boolean> {
  const { file, voice = false } = outgoing;
  // A sound has no caption: what is said to it goes before it, as with several files.
  if (outgoing.content && kindOf(file) === 'AUDIO') return send({ ...outgoing, file: undefined }).then((sent) => sent && send({ ...outgoing, content: '', replyTo: undefined }));
  const preview = file ? URL.createObjectURL(file) : null;
  const bubble = draw(outgoing, preview);
  if (file && preview) {
    files.set(bubble.id, { file, voice, preview, stop: new AbortController() });
    useUploads.setState({ [bubble.id]: 0 });
  }
  keepUnsent(bubble);
  cached(outgoing.conversationId, (data) => putMessage(data, bubble));
  return inLine(bubble);
}

function inLine(bubble: Message): Promise<boolean> {
  const line = `${files.has(bubble.id) ? 'files' : 'texts'} ${bubble.conversationId}`;
  const turn = (lines.get(line) ?? Promise.resolve()).then(() => post(bubble));
  lines.set(line, turn);
  return turn;
}

async function post(bubble: Message): Promise<boolean> {
  const { id, conversationId } = bubble;
  const waiting = files.get(id);
  try {
    const stored = await store(bubble, waiting);
    forgetUnsent(id);
    if (waiting) letGo(id);
    cached(conversationId, (data) => putMessage(data, stored));
    return true;
  } catch (error) {
    if (waiting?.stop.signal.aborted) return true;
    useUploads.setState({ [id]: undefined });
    const refused = error instanceof ProblemError;
    if (refused && !waiting) {
      remove(bubble);
      toast.problem(error);
      return false;
    }
    // Whether it arrived is not known: trying again with the same key makes no second message.
    const message = refused ? (error.problem.detail ?? error.problem.title) : i18next.t('inbox:notSent');
    change(bubble, { status: 'FAILED', sendPhase: 'DONE', error: { code: refused ? error.problem.code : 'offline', message, providerCode: null, retryable: true } });
    return true;
  }
}

function store(bubble: Message, waiting: Waiting | undefined): Promise<Message> {
  const key = bubble.clientId ?? bubble.id;
  const { conversationId, content } = bubble;
  const replyToId = bubble.replyTo?.id;
  if (!waiting) {
    return unwrap(api.POST('/api/messages/send', { headers: { 'Idempotency-Key': key }, body: { conversationId, content: content ?? '', keepBot: false, ...(replyToId && { replyToId }) } }));
  }
  const form = new FormData();
  form.set('conversationId', conversationId);
  if (content) form.set('caption', content);
  if (replyToId) form.set('replyToId', replyToId);
  if (waiting.voice) form.set('voice', 'true');
  form.set('file', waiting.file);
  return uploadMedia({ form, key, signal: waiting.stop.signal, onProgress: (part) => useUploads.setState({ [bubble.id]: part }) });
}

/** The file is the server's now, or nobody's. */
function letGo(id: string): void {
  const preview = files.get(id)?.preview;
  files.delete(id);
  useUploads.setState({ [id]: undefined });
  if (preview) setTimeout(() => URL.revokeObjectURL(preview), PREVIEW_STAYS);
}

/** Takes back what the server does not have: a file on its way, or a message that did not leave. */
export function discard(message: Message): void {
  files.get(message.id)?.stop.abort();
  letGo(message.id);
  remove(message);
}

/** Tries again: the same message while the server may not have it, else a copy of the one that failed. */
export async function sendAgain(message: Message): Promise<void> {
  if (message.id === message.clientId) {
    const again = { status: 'PENDING', sendPhase: 'QUEUED', error: null } as const;
    change(message, again);
    if (files.has(message.id)) useUploads.setState({ [message.id]: 0 });
    await inLine({ ...message, ...again });
    return;
  }
  try {
    const copy = await unwrap(api.POST('/api/messages/{id}/resend', { params: { path: { id: message.id } } }));
    cached(copy.conversationId, (data) => putMessage(data, copy));
  } catch (error) {
    toast.problem(error);
  }
}

// What could not leave goes out by itself when the connection is back, in the order it was written.
useRealtime.subscribe(({ phase }, before) => {
  if (phase.name !== 'live' || before.phase.name === 'live') return;
  for (const message of allUnsent()) if (message.error?.code === 'offline') void sendAgain(message);
});
