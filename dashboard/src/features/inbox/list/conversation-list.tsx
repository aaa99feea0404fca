import { useVirtualizer } from '@tanstack/react-virtual';
import { MessagesSquare, SearchX } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { EmptyState, ErrorState, Skeleton } from '@/components/states';
import { lazyPart } from '@/lib/lazy-part';
import { useRealtime } from '@/realtime/store';

import { useChatStore } from '../chat-store';
import { useConversations } from '../use-lists';
import { ConversationRow, ROW_HEIGHT } from './conversation-row';
import { ListHeader } from './list-header';
import { MessageHits } from './message-hits';

const BulkBar = lazyPart(() => import('./bulk-bar'));

export function ConversationList({ selected }: { selected: string | undefined }) {
  const { t } = useTranslation('inbox');
  const { query, items, numbers, searching } = useConversations();
  const tab = useChatStore((state) => state.tab);
  const picking = useChatStore((state) => state.picked !== null);
  return (
    <section aria-label={t('title')} className="flex h-full min-h-0 flex-col bg-surface">
      <ListHeader numbers={numbers} />
      {picking && (
        <Suspense>
          <BulkBar items={items ?? []} />
        </Suspense>
      )}
      {query.isError && !items ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : !items ? (
        <ListSkeleton />
      ) : items.length === 0 && !searching ? (
        <EmptyState
          icon={MessagesSquare}
          className="flex-1"
          title={tab === 'mine' || tab === 'queue' ? t(`empty.${tab}`) : t('empty.other')}
          text={tab === 'mine' ? t('empty.mineText') : tab === 'queue' ? t('empty.queueText') : undefined}
        />
      ) : (
        <Rows
          items={items}
          selected={selected}
          more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : null}
          after={searching ? <MessageHits /> : null}
          empty={searching && items.length === 0 ? <EmptyState icon={SearchX} className="py-8" title={t('empty.search')} text={t('empty.searchText')} /> : null}
        />
      )}
    </section>
  );
}

interface RowsProps {
  items: Conversation[];
  selected: string | undefined;
  more: (() => void) | null;
  after: React.ReactNode;
  empty: React.ReactNode;
}

function Rows({ items, selected, more, after, empty }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const drafts = useChatStore((state) => state.drafts);
  const tab = useChatStore((state) => state.tab);
  const picked = useChatStore((state) => state.picked);
  const pick = useChatStore((state) => state.pick);
  const typing = useRealtime((state) => state.typing);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const rows = virtual.getVirtualItems();
  const end = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && end >= items.length - 10) more();
  }, [end, items.length, more]);

  // The keyboard moves the selection: it must stay in sight.
  const chosen = items.findIndex((item) => item.id === selected);
  useEffect(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: 'auto' });
    // Only when the selection moves, not when a message moves its row.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  const channels = new Set(items.map((item) => item.channelId)).size;
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (!item) return null;
          return (
            <li key={row.key} className="absolute inset-x-0 top-0" style={{ height: row.size, transform: `translateY(${row.start}px)` }}>
              <ConversationRow
                conversation={item}
                selected={item.id === selected}
                draft={drafts[item.id]}
                typing={typing[item.id]?.source === 'customer'}
                showAgent={tab !== 'mine'}
                showChannel={channels > 1}
                showQueued={tab !== 'queue'}
                picked={picked && picked.includes(item.id)}
                onPick={pick}
              />
            </li>
          );
        })}
      </ul>
      {empty}
      {after}
    </div>
  );
}

function ListSkeleton() {
  return (
    <div aria-busy className="min-h-0 flex-1 overflow-hidden">
      {Array.from({ length: 9 }, (_, index) => (
        <div key={index} className="flex gap-3 border-b px-3 py-2.5" style={{ height: ROW_HEIGHT }}>
          <Skeleton className="size-9 rounded-full" />
          <div className="flex flex-1 flex-col gap-2 pt-1">
            <Skeleton className="h-3 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-2.5 w-1/4" />
          </div>
        </div>
      ))}
    </div>
  );
}
