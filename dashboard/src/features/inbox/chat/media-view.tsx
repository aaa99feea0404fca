import { Download, FileText, FileX, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import type { Message } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { bytes } from '@/lib/format';
import { toast } from '@/lib/toast';

import { AudioPlayer } from './audio-player';
import { isSticker } from './special';
import { Uploading } from './uploading';
import { openViewer } from './viewer-store';

/** Room of a picture before it is there, so that nothing jumps when it comes. */
function box(media: NonNullable<Message['media']>): React.CSSProperties {
  const { width, height } = media;
  const ratio = width && height ? width / height : 4 / 3;
  return { aspectRatio: String(Math.max(0.6, Math.min(2.2, ratio))), width: '20rem', maxWidth: '100%' };
}

/** A file of a message, whatever it is and however far it has come. */
export function MediaView({ message }: { message: Message }) {
  const { t } = useTranslation('inbox');
  const { media, mediaUrl, type } = message;
  if (!media) return null;
  if (message.id === message.clientId) return <Leaving message={message} style={box(media)} />;
  if (media.state === 'PENDING') {
    return (
      <div className="my-1 flex min-h-14 items-center gap-2 rounded-lg bg-ink/5 px-3 text-sm text-ink-2" style={type === 'IMAGE' || type === 'VIDEO' ? box(media) : undefined}>
        <Spinner />
        {t('mediaPending')}
      </div>
    );
  }
  if (media.state !== 'READY' || !mediaUrl) {
    return (
      <div className="my-1 flex min-h-14 items-center gap-2 rounded-lg bg-ink/5 px-3 text-sm text-ink-2">
        <FileX className="size-5 text-danger" />
        <span className="flex-1">{t(media.state === 'EXPIRED' ? 'mediaExpired' : 'mediaFailed')}</span>
        {media.state === 'FAILED' && (
          <Button variant="ghost" size="icon-sm" aria-label={t('resend')} onClick={() => void unwrap(api.POST('/api/media/{id}/retry', { params: { path: { id: media.id } } })).catch(toast.problem)}>
            <RotateCw />
          </Button>
        )}
      </div>
    );
  }
  const name = media.fileName ?? t(`kind.${type}`);
  if (isSticker(message)) return <img src={mediaUrl} alt={t('sticker')} loading="lazy" className="my-1 size-36 object-contain" />;
  if (type === 'IMAGE') {
    return (
      <button type="button" className="my-1 block overflow-hidden rounded-lg bg-ink/5" style={box(media)} aria-label={`${t('openImage')}: ${name}`} onClick={() => openViewer([message], 0)}>
        <img src={mediaUrl} alt="" loading="lazy" className="size-full object-cover object-top" />
      </button>
    );
  }
  if (type === 'VIDEO') return <video controls preload="metadata" src={mediaUrl} className="my-1 rounded-lg bg-black object-contain" style={box(media)} />;
  if (type === 'AUDIO') return <AudioPlayer url={mediaUrl} name={name} seconds={media.durationMs === null ? null : media.durationMs / 1000} />;
  return (
    <a href={mediaUrl} download={name} className="my-1 flex min-w-60 items-center gap-3 rounded-lg bg-ink/5 px-3 py-2 hover:bg-ink/8">
      <FileText aria-hidden className="size-6 shrink-0 text-accent-text" strokeWidth={1.5} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{name}</span>
        {media.size !== null && <span className="text-xs text-ink-3">{bytes(media.size)}</span>}
      </span>
      <Download aria-label={t('download')} className="size-4 text-ink-3" />
    </a>
  );
}

/** What this browser is sending: drawn from its own file until the server has it. */
function Leaving({ message, style }: { message: Message; style: React.CSSProperties }) {
  const { media, mediaUrl, type } = message;
  if (!media) return null;
  if (type === 'IMAGE' && mediaUrl) {
    return (
      <div className="relative my-1 overflow-hidden rounded-lg bg-ink/5" style={style}>
        <img src={mediaUrl} alt="" className="size-full object-cover object-top opacity-75" />
        <Uploading message={message} className="absolute inset-0 m-auto" />
      </div>
    );
  }
  return (
    <div className="my-1 flex min-h-14 min-w-60 items-center gap-3 rounded-lg bg-ink/5 px-3 py-2">
      <Uploading message={message} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{media.fileName}</span>
        {media.size !== null && <span className="text-xs text-ink-3">{bytes(media.size)}</span>}
      </span>
    </div>
  );
}
