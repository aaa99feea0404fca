import { useInfiniteQuery } from '@tanstack/react-query';
import { FileText, Mic, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { contactEpisodes } from '@/api/contacts';
import { messageHistory } from '@/api/conversations';
import type { Message } from '@/api/types';
import { Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { bytes, shortTime } from '@/lib/format';

const isReady = (message: Message) => message.media?.state === 'READY' && message.mediaUrl !== null && message.revokedAt === null;

/** Files of both sides, as far as the history was read. */
export function SharedMedia({ id }: { id: string }) {
  const { t } = useTranslation('contacts');
  const episodes = useInfiniteQuery(contactEpisodes(id));
  const newest = episodes.data?.pages[0]?.items[0];
  // The history of one attendance goes on into the earlier ones; an open chat has it already.
  const history = useInfiniteQuery({ ...messageHistory(newest?.id ?? ''), enabled: newest !== undefined });
  if (episodes.isPending || (newest && history.isPending)) return <Skeleton className="h-20 w-full" />;
  const files = history.data?.pages.flatMap((page) => page.messages).filter(isReady) ?? [];
  const pictures = files.filter((message) => message.type === 'IMAGE' || message.type === 'VIDEO');
  const others = files.filter((message) => !pictures.includes(message));
  return (
    <>
      {files.length === 0 && <p className="text-sm text-ink-3">{t(history.hasNextPage ? 'mediaNotYet' : 'mediaEmpty')}</p>}
      {pictures.length > 0 && (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-1.5">
          {pictures.map((message) => (
            <li key={message.id}>
              <Picture message={message} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className="mt-2 divide-y">
          {others.map((message) => (
            <li key={message.id}>
              <Document message={message} />
            </li>
          ))}
        </ul>
      )}
      {history.hasNextPage && (
        <Button variant="ghost" size="sm" className="mt-2 -ml-2" busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('mediaOlder')}
        </Button>
      )}
    </>
  );
}

function Picture({ message }: { message: Message }) {
  const { t } = useTranslation('contacts');
  const url = message.mediaUrl ?? undefined;
  const name = message.media?.fileName ?? t(message.type === 'VIDEO' ? 'file.video' : 'file.image');
  return (
    <a href={url} target="_blank" rel="noreferrer" aria-label={name} className="relative block aspect-square overflow-hidden rounded-md bg-sunken">
      {message.type === 'VIDEO' ? <video src={url} preload="metadata" muted className="size-full object-cover" /> : <img src={url} alt="" loading="lazy" className="size-full object-cover" />}
      {message.type === 'VIDEO' && <Play aria-hidden className="absolute inset-0 m-auto size-6 fill-white text-white drop-shadow" />}
    </a>
  );
}

function Document({ message }: { message: Message }) {
  const { t } = useTranslation('contacts');
  const common = useTranslation().t;
  const Icon = message.type === 'AUDIO' ? Mic : FileText;
  const name = message.media?.fileName ?? t(message.type === 'AUDIO' ? 'file.audio' : 'file.document');
  return (
    <a href={message.mediaUrl ?? undefined} download={name} className="flex items-center gap-3 px-1 py-2 text-sm hover:bg-hover">
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {message.media?.size != null && <span className="tnum text-xs text-ink-3">{bytes(message.media.size)}</span>}
      <span className="tnum text-xs text-ink-3">{shortTime(message.createdAt, common('yesterday'))}</span>
    </a>
  );
}
