import { FileText, MapPin, Pause, Play, UserRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';

import { formatted } from '@/components/phone-preview';
import { bytes, phone } from '@/lib/format';
import { cn } from '@/lib/utils';

import { tell } from './actions';
import { useFile } from './files';
import type { Shown } from './types';

/** A message in few words, for quotes and lists. */
export function summary(message: Shown, t: TFunction<'sandbox'>): string {
  if (message.revoked) return t('revoked');
  if (message.location) return `📍 ${message.location.name ?? t('sample.location')}`;
  if (message.contact) return `👤 ${message.contact.name}`;
  if (message.text) return message.text;
  if (message.sticker) return t('file.sticker');
  if (message.type === 'TEXT') return '';
  const kinds = { IMAGE: 'file.image', VIDEO: 'file.video', AUDIO: 'file.audio', DOCUMENT: 'file.document' } as const;
  return message.media?.fileName ?? t(kinds[message.type]);
}

/** What is inside a bubble. */
export function Content({ message }: { message: Shown }) {
  const { location, contact, media, text } = message;
  if (location) return <Place {...location} />;
  if (contact) return <Card {...contact} />;
  return (
    <>
      {media && <Attachment message={message} />}
      {text && <p className={cn('whitespace-pre-wrap [overflow-wrap:anywhere]', media && 'px-1 pt-1')}>{formatted(text)}</p>}
    </>
  );
}

function Attachment({ message }: { message: Shown }) {
  const { t } = useTranslation('sandbox');
  const url = useFile(message);
  const name = message.media?.fileName;
  if (url === 'failed') return <p className="px-1 py-2 text-xs italic text-ink-2">{t('file.gone')}</p>;
  switch (message.type) {
    case 'AUDIO':
      return <Sound message={message} url={url} />;
    case 'IMAGE':
      return (
        <div className={cn('overflow-hidden rounded-md', message.sticker ? 'size-32' : 'aspect-4/3 w-60 max-w-full bg-ink/8')}>
          {url && (
            <a href={url} target="_blank" rel="noreferrer" aria-label={t('file.open', { name: name ?? t(message.sticker ? 'file.sticker' : 'file.image') })}>
              <img src={url} alt={t(message.sticker ? 'file.sticker' : 'file.image')} className={cn('size-full', message.sticker ? 'object-contain' : 'object-cover')} />
            </a>
          )}
        </div>
      );
    case 'VIDEO':
      return <video src={url ?? undefined} controls preload="metadata" aria-label={name ?? t('file.video')} className="aspect-4/3 w-60 max-w-full rounded-md bg-black object-contain" />;
    default:
      return (
        <a href={url ?? undefined} download={name ?? true} className="flex w-56 max-w-full items-center gap-2.5 rounded-md bg-ink/5 p-2 hover:bg-ink/8">
          <FileText aria-hidden className="size-7 shrink-0 text-accent-text" />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{name ?? t('file.document')}</span>
            <span className="block text-xs text-ink-2">{[message.media?.mimeType.split('/')[1]?.toUpperCase().slice(0, 8), bytes(message.media?.size ?? 0)].join(' · ')}</span>
          </span>
        </a>
      );
  }
}

const BARS = [5, 9, 14, 8, 12, 17, 10, 6, 13, 18, 11, 7, 15, 9, 12, 6, 10, 16, 8, 5, 11, 14, 7, 9];

function Sound({ message, url }: { message: Shown; url: string | null }) {
  const { t } = useTranslation('sandbox');
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const began = () => {
    setPlaying(true);
    // Only what the company sent can be reported as heard.
    if (message.author === 'COMPANY' && !message.before && message.status !== 'played') void tell(message.id, 'played');
  };
  const Sign = playing ? Pause : Play;
  const seconds = Math.round(playing || at > 0 ? at : length);
  return (
    <div className="flex w-56 max-w-full items-center gap-2 py-1">
      <audio ref={audio} src={url ?? undefined} preload="metadata" onPlay={began} onPause={() => setPlaying(false)} onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} onLoadedMetadata={(event) => Number.isFinite(event.currentTarget.duration) && setLength(event.currentTarget.duration)} />
      <button type="button" disabled={!url} aria-label={t(playing ? 'file.pause' : 'file.play')} className="grid size-8 shrink-0 place-items-center rounded-full bg-accent text-accent-ink hover:bg-accent-hover disabled:opacity-50" onClick={() => (playing ? audio.current?.pause() : void audio.current?.play())}>
        <Sign className="size-4 fill-current" />
      </button>
      <div aria-hidden className="flex h-5 flex-1 items-center gap-[2px]">
        {BARS.map((height, index) => (
          <span key={index} style={{ height }} className={cn('w-[3px] rounded-full', length > 0 && index / BARS.length < at / length ? 'bg-accent' : 'bg-ink/25')} />
        ))}
      </div>
      <span className="tnum text-2xs text-ink-2">{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}</span>
    </div>
  );
}

function Place({ name, address, latitude, longitude }: NonNullable<Shown['location']>) {
  return (
    <div className="w-56 max-w-full">
      <svg viewBox="0 0 224 96" aria-hidden className="w-full rounded-md bg-accent-soft">
        <path d="M-4 70 L230 34 M40 -4 L86 100 M150 -4 L168 100 M-4 22 L230 8" className="stroke-raised" strokeWidth="7" />
        <path d="M100 40 h42 v26 h-36z" className="fill-ok-soft" />
      </svg>
      <MapPin aria-hidden className="mx-auto -mt-17 mb-8 size-9 fill-danger stroke-raised" />
      <p className="px-1 font-medium">{name ?? `${latitude}, ${longitude}`}</p>
      {address && <p className="px-1 text-xs text-ink-2">{address}</p>}
    </div>
  );
}

function Card({ name, phone: number }: NonNullable<Shown['contact']>) {
  return (
    <div className="flex w-52 max-w-full items-center gap-2.5 py-1">
      <span className="grid size-10 place-items-center rounded-full bg-ink/8 text-ink-2">
        <UserRound aria-hidden className="size-5" />
      </span>
      <span className="min-w-0">
        <span className="block truncate font-medium">{name}</span>
        <span className="tnum block text-xs text-ink-2">{phone(number)}</span>
      </span>
    </div>
  );
}
