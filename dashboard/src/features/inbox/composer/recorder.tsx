import { Mic, Pause, SendHorizontal, Square, Trash2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { toast } from '@/lib/toast';
import { cn } from '@/lib/utils';

import { AudioPlayer } from '../chat/audio-player';
import { type Container, minutes } from './recording';
import { useRecorder } from './use-recorder';

interface Props {
  container: Container;
  onSend(file: File): void;
  onClose(): void;
}

/** In place of the composer while one speaks: how long, how loud; pause, listen first, throw away, send. */
export default function Recorder({ container, onSend, onClose }: Props) {
  const { t } = useTranslation('inbox');
  const { phase, seconds, levels, take, finish, pause, resume } = useRecorder(container, () => {
    toast.show({ tone: 'danger', title: t('voice.refused'), text: t('voice.refusedText') });
    onClose();
  });
  const url = take?.url;
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
  const send = async () => {
    const made = take ?? (await finish());
    if (made) onSend(made.file);
    onClose();
  };
  return (
    <div
      role="group"
      aria-label={t('voice.record')}
      className="flex min-h-11 items-center gap-2 rounded-lg border border-line-strong bg-surface p-1"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Button variant="ghost" size="icon" aria-label={t('voice.discard')} title={t('voice.discard')} onClick={onClose}>
        <Trash2 />
      </Button>
      {take ? (
        <div className="min-w-0 flex-1">
          <AudioPlayer url={take.url} seconds={take.seconds} />
        </div>
      ) : (
        <>
          <span aria-hidden className={cn('size-2.5 shrink-0 rounded-full bg-danger', phase === 'recording' ? 'animate-shimmer' : 'opacity-40')} />
          <span role="timer" className="tnum w-10 shrink-0 text-sm">
            {minutes(seconds)}
          </span>
          <span aria-hidden className="flex h-7 min-w-0 flex-1 items-center justify-end gap-0.5 overflow-hidden">
            {levels.map((level, index) => (
              <span key={index} className="w-0.75 shrink-0 rounded-full bg-accent" style={{ height: `${Math.max(10, level * 100)}%` }} />
            ))}
          </span>
          {phase === 'paused' ? (
            <Button variant="ghost" size="icon" aria-label={t('voice.resume')} title={t('voice.resume')} onClick={resume}>
              <Mic />
            </Button>
          ) : (
            <Button variant="ghost" size="icon" aria-label={t('voice.pause')} title={t('voice.pause')} disabled={phase !== 'recording'} onClick={pause}>
              <Pause />
            </Button>
          )}
          <Button variant="ghost" size="icon" aria-label={t('voice.listen')} title={t('voice.listen')} disabled={phase === 'starting' || seconds < 0.5} onClick={() => void finish()}>
            <Square />
          </Button>
        </>
      )}
      <Button autoFocus variant="primary" size="icon" aria-label={t('send')} disabled={!take && seconds < 0.5} onClick={() => void send()}>
        <SendHorizontal />
      </Button>
    </div>
  );
}
