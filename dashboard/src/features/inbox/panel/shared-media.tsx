import { useInfiniteQuery } from '@tanstack/react-query';
import { FileText, Images, Mic, Play } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { messageHistory } from '@/api/conversations';
import type { Message } from '@/api/types';
import { EmptyState } from '@/components/states';
import { Button } from '@/components/ui/button';
import { bytes, shortTime } from '@/lib/format';

import { isSticker } from '../chat/special';
import { openViewer } from '../chat/viewer-store';
import { useChatStore } from '../chat-store';

/** The files of the history as far as it is loaded, the newest first, and a way further back. */
export function SharedMedia({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const set = useChatStore((state) => state.set);
  const history = useInfiniteQuery(messageHistory(conversationId));
  const { pictures, others } = useMemo(() => sorted(history.data?.pages.flatMap((page) => page.messages) ?? []), [history.data]);
  const images = pictures.filter(({ type }) => type === 'IMAGE');
  const goTo = (messageId: string) => set({ sought: { conversationId, messageId } });
  return (
    <div className="flex flex-col gap-3 p-4">
      {pictures.length + others.length === 0 && <EmptyState icon={Images} className="py-8" title={t('panel.noMedia')} text={history.hasNextPage ? t('panel.noMediaYet') : undefined} />}
      {pictures.length > 0 && (
        <div className="grid grid-cols-3 gap-1">
          {pictures.map((message) => (
            <button
              key={message.id}
              type="button"
              aria-label={`${t(`kind.${message.type}`)}, ${shortTime(message.createdAt, common('yesterday'))}`}
              className="relative aspect-square overflow-hidden rounded-md bg-ink/5 hover:brightness-95"
              onClick={() => (message.type === 'IMAGE' ? openViewer(images, images.indexOf(message)) : goTo(message.id))}
            >
              {message.type === 'IMAGE' ? (
                <img src={message.mediaUrl ?? undefined} alt="" loading="lazy" className="size-full object-cover" />
              ) : (
                <>
                  <video src={message.mediaUrl ?? undefined} preload="metadata" muted className="size-full object-cover" />
                  <Play aria-hidden className="absolute inset-0 m-auto size-6 fill-white text-white drop-shadow" />
                </>
              )}
            </button>
          ))}
        </div>
      )}
      {others.length > 0 && (
        <ul className="-mx-2">
          {others.map((message) => {
            const Icon = message.type === 'AUDIO' ? Mic : FileText;
            return (
              <li key={message.id}>
                <button type="button" className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover" onClick={() => goTo(message.id)}>
                  <Icon aria-hidden className="size-4.5 shrink-0 text-accent-text" strokeWidth={1.5} />
                  <span className="min-w-0 flex-1 truncate">{message.type === 'AUDIO' ? t('kind.AUDIO') : (message.media?.fileName ?? t('kind.DOCUMENT'))}</span>
                  {message.media?.size != null && <span className="tnum text-xs text-ink-3">{bytes(message.media.size)}</span>}
                  <time dateTime={message.createdAt} className="tnum text-xs text-ink-3">
                    {shortTime(message.createdAt, common('yesterday'))}
                  </time>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {history.hasNextPage && (
        <Button variant="link" size="sm" className="self-center" busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('panel.lookBack')}
        </Button>
      )}
    </div>
  );
}

/** Newest first, as they come: what can be seen, and what is listed by name. */
function sorted(messages: Message[]): { pictures: Message[]; others: Message[] } {
  const there = messages.filter((message) => message.media?.state === 'READY' && message.mediaUrl && !message.revokedAt && !isSticker(message));
  const isPicture = ({ type }: Message) => type === 'IMAGE' || type === 'VIDEO';
  return { pictures: there.filter(isPicture), others: there.filter((message) => !isPicture(message)) };
}
