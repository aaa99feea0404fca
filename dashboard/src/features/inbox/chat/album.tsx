import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { Spinner } from '@/components/ui/spinner';
import { clock, fullTime } from '@/lib/format';
import { cn } from '@/lib/utils';

import { Author } from './author';
import { Ticks } from './ticks';
import { Uploading } from './uploading';
import { openViewer } from './viewer-store';

/** Tiles that are drawn; the last one says how many more there are. */
const TILES = 4;

/** Pictures that were sent together. */
export function Album({ messages, joined }: { messages: Message[]; joined: boolean }) {
  const { t } = useTranslation('inbox');
  const last = messages.at(-1);
  if (!last) return null;
  const outgoing = last.direction === 'OUTBOUND';
  const hidden = messages.length - TILES;
  return (
    <article id={`m-${last.id}`} className={cn('flex', outgoing && 'flex-row-reverse', joined ? 'mt-0.5' : 'mt-2.5')}>
      <div className={cn('max-w-[82%] rounded-xl border p-1.5', outgoing ? 'border-transparent bg-bubble-out' : 'border-line bg-bubble-in', !joined && (outgoing ? 'rounded-tr-sm' : 'rounded-tl-sm'))}>
        {!joined && <Author message={last} className="px-1.5" />}
        <div className="grid w-84 max-w-full grid-cols-2 gap-1" role="group" aria-label={t('album', { count: messages.length })}>
          {messages.slice(0, TILES).map((message, index) => {
            const look = cn('relative aspect-square overflow-hidden rounded-lg bg-ink/5', messages.length === 3 && index === 0 && 'col-span-2 aspect-2/1');
            const key = message.clientId ?? message.id;
            const picture = message.mediaUrl ? <img src={message.mediaUrl} alt="" loading="lazy" className="size-full object-cover" /> : <Spinner className="mx-auto text-ink-3" />;
            if (message.id === message.clientId) {
              return (
                <div key={key} className={look}>
                  {picture}
                  <Uploading message={message} className="absolute inset-0 m-auto" />
                </div>
              );
            }
            return (
              <button
                key={key}
                id={message === last ? undefined : `m-${message.id}`}
                type="button"
                disabled={!message.mediaUrl}
                aria-label={t('openImage')}
                className={look}
                onClick={() => openViewer(messages, index)}
              >
                {picture}
                {index === TILES - 1 && hidden > 0 && <span className="absolute inset-0 grid place-items-center bg-black/50 text-xl font-semibold text-white">+{hidden}</span>}
              </button>
            );
          })}
        </div>
        <p className="tnum flex items-center justify-end gap-1 px-1.5 pt-0.5 text-2xs text-ink-3">
          <time dateTime={last.createdAt} title={fullTime(last.createdAt)}>
            {clock(last.createdAt)}
          </time>
          {outgoing && <Ticks message={last} />}
        </p>
      </div>
    </article>
  );
}
