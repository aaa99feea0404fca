import { Mic, Paperclip, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, Suspense, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { Button } from '@/components/ui/button';
import { useMe } from '@/lib/auth-store';
import { lazyPart } from '@/lib/lazy-part';
import { useNow } from '@/lib/use-now';
import { cn } from '@/lib/utils';
import { realtime } from '@/realtime/start';

import { useChatStore } from '../chat-store';
import { charactersLeft, prefixOf } from '../prefix';
import { Attachments } from './attachments';
import { kindOf } from './draw';
import { EmojiButton } from './emoji-button';
import { Footnote } from './footnote';
import { Hints } from './hints';
import { QuickReplies } from './quick-replies';
import { containerFor } from './recording';
import { ReplyStrip } from './reply-strip';
import { send } from './send';
import { useFiles } from './use-files';

const Recorder = lazyPart(() => import('./recorder'));

const TYPING_EVERY = 2_000;

export function Writer({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const now = useNow();
  const { id, windowExpiresAt } = conversation;
  const text = useChatStore((state) => state.drafts[id] ?? '');
  const replyTo = useChatStore((state) => state.replyTo[id]);
  const { setDraft, setReplyTo } = useChatStore();
  const [speaking, setSpeaking] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const toldTyping = useRef(0);
  const { attached, setAttached, attach, onPaste, over } = useFiles(id, box);

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
  }, [text]);

  const prefix = prefixOf(me, conversation);
  const [only] = attached.length === 1 ? attached : [];
  const asCaption = only !== undefined && kindOf(only.file) !== 'AUDIO';
  const left = charactersLeft(text, prefix, asCaption ? 'caption' : 'text');
  const ready = (text.trim() !== '' || attached.length > 0) && left >= 0;

  const write = (next: string) => {
    setDraft(id, next);
    const present = Date.now();
    if (next && !next.startsWith('/') && present - toldTyping.current > TYPING_EVERY) {
      toldTyping.current = present;
      realtime.typing(id, true);
    }
  };
  const outgoing = { conversationId: id, me, replyTo, prefix };
  const submit = async () => {
    if (!ready) return;
    const content = text.trim();
    const files = attached;
    setDraft(id, '');
    setReplyTo(id, undefined);
    setAttached([]);
    toldTyping.current = 0;
    realtime.typing(id, false);
    box.current?.focus();
    // One file takes the text as its caption. Several have captions of their own, and the text comes before them.
    if (only) {
      void send({ ...outgoing, content, file: only.file });
      return;
    }
    const words = content ? send({ ...outgoing, content }) : Promise.resolve(true);
    for (const { file, caption } of files) void send({ ...outgoing, replyTo: content ? undefined : replyTo, content: caption.trim(), file });
    if (!(await words) && !useChatStore.getState().drafts[id]) setDraft(id, content);
  };
  const insert = (piece: string) => {
    const area = box.current;
    const at = area?.selectionEnd ?? text.length;
    write(text.slice(0, at) + piece + text.slice(at));
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(at + piece.length, at + piece.length);
    });
  };
  const container = typeof MediaRecorder === 'undefined' ? null : containerFor(conversation.channel.provider, (mime) => MediaRecorder.isTypeSupported(mime));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      if (replyTo) setReplyTo(id, undefined);
      else box.current?.blur();
    }
  };
  const window = windowExpiresAt ? (Date.parse(windowExpiresAt) - now) / 1000 : null;

  return (
    <>
      {over && (
        <p className="animate-fade pointer-events-none absolute inset-0 z-10 m-3 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/90 text-lg font-medium text-accent-text">
          {t('dropHere')}
        </p>
      )}
      <footer className="relative border-t bg-surface px-3 py-2.5">
        <Hints conversationId={id} />
        {replyTo && <ReplyStrip message={replyTo} customer={conversation.customerName} onRemove={() => setReplyTo(id, undefined)} />}
        {speaking && container && (
          <Suspense fallback={<div className="h-11" />}>
            <Recorder
              container={container}
              onClose={() => {
                setSpeaking(false);
                requestAnimationFrame(() => box.current?.focus());
              }}
              onSend={(file) => {
                setReplyTo(id, undefined);
                void send({ ...outgoing, content: '', file, voice: true });
              }}
            />
          </Suspense>
        )}
        {attached.length > 0 && <Attachments attached={attached} longest={charactersLeft('', prefix, 'caption')} onChange={setAttached} />}
        {text.startsWith('/') && !text.includes('\n') && <QuickReplies conversation={conversation} query={text.slice(1)} onChoose={(content) => write(content)} onClose={() => write('')} box={box} />}
        <div
          className={cn(
            'flex items-end gap-1 rounded-lg border border-line-strong bg-surface p-1 transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-ring/25',
            speaking && 'hidden',
          )}
        >
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              attach(event.target.files);
              event.target.value = '';
            }}
          />
          <Button variant="ghost" size="icon" aria-label={t('attach')} onClick={() => picker.current?.click()}>
            <Paperclip />
          </Button>
          <textarea
            ref={box}
            id="composer"
            rows={1}
            value={text}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            aria-label={t('messageLabel')}
            placeholder={attached.length === 1 ? t('caption') : t(conversation.assignedUserId === null ? 'writeTakes' : 'write')}
            className="max-h-50 min-h-8.5 min-w-0 flex-1 resize-none bg-transparent px-1 py-1.5 text-base outline-none placeholder:text-ink-3"
          />
          <EmojiButton onPick={insert} />
          {container && text === '' && attached.length === 0 ? (
            <Button variant="ghost" size="icon" aria-label={t('voice.record')} title={t('voice.record')} onClick={() => setSpeaking(true)}>
              <Mic />
            </Button>
          ) : (
            <Button variant="primary" size="icon" aria-label={t('send')} disabled={!ready} onClick={() => void submit()}>
              <SendHorizontal />
            </Button>
          )}
        </div>
        <Footnote prefix={prefix} text={text} left={left} window={window} />
      </footer>
    </>
  );
}
