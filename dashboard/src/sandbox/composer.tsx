import { Mic, Pencil, Reply, SendHorizontal, Trash2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { toast } from '@/lib/toast';

import { edit, write } from './actions';
import { Attach } from './attach';
import { summary } from './content';
import { sendFile } from './send-file';
import type { Shown } from './types';
import { useRecorder } from './use-recorder';

/** What the next text is for. */
export interface Mode {
  kind: 'reply' | 'edit';
  message: Shown;
}

interface Props {
  phone: string;
  name: string;
  mode: Mode | null;
  onMode(mode: Mode | null): void;
}

export function Composer({ phone, name, mode, onMode }: Props) {
  const { t } = useTranslation('sandbox');
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const recorder = useRecorder();
  const [shown, setShown] = useState<Mode | null>(null);
  // An edit begins with what is there.
  if (mode !== shown) {
    setShown(mode);
    if (mode?.kind === 'edit') setText(mode.message.text ?? '');
    else if (shown?.kind === 'edit') setText('');
  }

  const send = () => {
    const words = text.trim();
    if (!words) return;
    if (mode?.kind === 'edit') void edit(mode.message.id, words);
    else void write(phone, { type: 'text', text: words, ...(mode ? { replyTo: mode.message.id } : {}) });
    setText('');
    onMode(null);
    field.current?.focus();
  };
  const record = () => recorder.start().catch(() => toast.show({ tone: 'danger', title: t('voice.refused') }));
  const sendVoice = async () => {
    const voice = await recorder.stop();
    if (voice) await sendFile(phone, voice, { kind: 'voice' });
  };

  if (recorder.since !== null) {
    return (
      <div className="flex items-center gap-2 bg-canvas px-2 py-2">
        <Button variant="ghost" size="icon" className="rounded-full" aria-label={t('voice.drop')} onClick={recorder.drop}>
          <Trash2 />
        </Button>
        <Recording since={recorder.since} />
        <Button variant="primary" size="icon" className="rounded-full" aria-label={t('send')} onClick={() => void sendVoice()}>
          <SendHorizontal />
        </Button>
      </div>
    );
  }
  const Sign = mode?.kind === 'edit' ? Pencil : Reply;
  return (
    <div className="bg-canvas px-2 py-2">
      {mode && (
        <div className="mb-1.5 flex items-center gap-2 rounded-md bg-sunken px-2 py-1 text-xs">
          <Sign aria-hidden className="size-3.5 shrink-0 text-accent-text" />
          <p className="min-w-0 flex-1">
            <span className="block font-medium text-accent-text">{t(mode.kind === 'edit' ? 'editing' : 'replying')}</span>
            <span className="block truncate text-ink-2">{summary(mode.message, t)}</span>
          </p>
          <CloseMode onClose={() => onMode(null)} />
        </div>
      )}
      <form
        className="flex items-end gap-1.5"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="flex min-w-0 flex-1 items-end rounded-2xl border bg-surface pl-1 focus-within:border-accent">
          <Attach phone={phone} />
          <textarea
            ref={field}
            rows={1}
            value={text}
            aria-label={`${t('write')} · ${name}`}
            placeholder={t('write')}
            className="field-sizing-content max-h-28 min-w-0 flex-1 resize-none bg-transparent py-2 pr-3 text-sm leading-5 text-ink outline-none placeholder:text-ink-3"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onMode(null);
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              send();
            }}
            onPaste={(event) => {
              const files = [...event.clipboardData.files];
              if (files.length === 0) return;
              event.preventDefault();
              for (const file of files) void sendFile(phone, file, { name: file.name });
            }}
          />
        </div>
        {text.trim() ? (
          <Button type="submit" variant="primary" className="size-9.5 rounded-full px-0" aria-label={t('send')}>
            <SendHorizontal />
          </Button>
        ) : (
          <Button variant="primary" className="size-9.5 rounded-full px-0" aria-label={t('voice.record')} onClick={() => void record()}>
            <Mic />
          </Button>
        )}
      </form>
    </div>
  );
}

function CloseMode({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Button variant="ghost" size="icon-sm" className="size-6" aria-label={t('cancel')} onClick={onClose}>
      <X />
    </Button>
  );
}

function Recording({ since }: { since: number }) {
  const { t } = useTranslation('sandbox');
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - since) / 1000)), 250);
    return () => clearInterval(timer);
  }, [since]);
  return (
    <p role="status" className="flex flex-1 items-center gap-2 text-sm">
      <span className="size-2 animate-shimmer rounded-full bg-danger" /> {t('voice.recording')}
      <span aria-hidden className="tnum ml-auto text-ink-2">{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}</span>
    </p>
  );
}
