import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { forgetOldPages } from '@/api/conversations';
import type { Conversation, Message } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';

import { BeforeHistory } from './before-history';
import { HistoryRow } from './history-row';
import { buildRows, estimate } from './rows';
import { useMessages } from './use-messages';
import { useReading } from './use-reading';
import { useSought } from './use-sought';

interface Props {
  id: string;
  conversation: Conversation | undefined;
  onRead(): void;
}

interface Loaded extends Props {
  history: ReturnType<typeof useMessages>['history'];
  messages: Message[];
}

/** Closer than this to the end counts as reading along. */
const AT_END = 48;
/** So many rows above what is seen, the next page is asked for. */
const AHEAD = 24;

export function MessageList(props: Props) {
  const { history, messages } = useMessages(props.id);
  if (!messages) return <BeforeHistory id={props.id} customer={props.conversation?.customerName ?? null} error={history.error} retry={() => void history.refetch()} />;
  return <History {...props} history={history} messages={messages} />;
}

/**
 * The history, of which only what is near the view is in the page. The virtualizer keeps the reader's place when older pages come in
 * above, and follows new messages while the end is in view.
 */
function History({ id, conversation, onRead, history, messages }: Loaded) {
  const { t } = useTranslation('inbox');
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = history;
  const scroller = useRef<HTMLDivElement>(null);
  const { atEnd, setAtEnd, firstUnread, unseen } = useReading(messages, conversation, onRead);
  const rows = useMemo(() => buildRows(messages, { current: id, firstUnread, complete: !hasNextPage }), [messages, id, firstUnread, hasNextPage]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END,
  });
  const shown = virtual.getVirtualItems();

  // Opens at the first unread message, else at the newest.
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || rows.length === 0) return;
    opened.current = true;
    const divider = rows.findIndex((row) => row.kind === 'unread');
    if (divider >= 0) virtual.scrollToIndex(divider, { align: 'start' });
    else virtual.scrollToEnd();
  }, [rows, virtual]);

  const first = shown[0]?.index ?? 0;
  useEffect(() => {
    if (opened.current && hasNextPage && !isFetchingNextPage && first < AHEAD) void fetchNextPage();
  }, [first, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  // A long way back is not read again at the next visit.
  useEffect(() => () => forgetOldPages(id), [id]);

  const scrollTo = useCallback((index: number) => virtual.scrollToIndex(index, { align: 'center' }), [virtual]);
  const jump = useSought({ id, rows, more: hasNextPage && !isFetchingNextPage ? fetchNextPage : null, busy: isFetchingNextPage, scrollTo });

  const end = useRef(true);
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    end.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
    if (end.current !== atEnd) setAtEnd(end.current);
  };
  // The composer grows, a banner comes: what was read along stays in view.
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const observer = new ResizeObserver(() => end.current && virtual.scrollToEnd());
    observer.observe(box);
    return () => observer.disconnect();
  }, [virtual]);

  // What one sends oneself is always shown.
  const newest = messages.at(-1);
  const sent = newest && newest.id === newest.clientId ? newest.id : null;
  useEffect(() => {
    if (sent) virtual.scrollToEnd();
  }, [sent, virtual]);

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} onScroll={onScroll} tabIndex={-1} className="h-full overflow-y-auto overflow-x-hidden outline-none [overflow-anchor:none]">
        <div className="flex min-h-full flex-col justify-end">
          <div role="log" aria-label={t('title')} className="relative mx-auto w-full max-w-4xl shrink-0" style={{ height: virtual.getTotalSize() }}>
            <div className="absolute inset-x-0 top-0" style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
              {shown.map(({ index, key }) => {
                const row = rows[index];
                return (
                  row && (
                    <div key={key} ref={virtual.measureElement} data-index={index} className="flow-root px-3 sm:px-6">
                      <HistoryRow row={row} customer={conversation?.customerName ?? null} contactId={conversation?.contactId} onJump={jump} />
                    </div>
                  )
                );
              })}
            </div>
          </div>
          <div className="h-3 shrink-0" />
        </div>
      </div>
      {isFetchingNextPage && first < AHEAD && (
        <p className="animate-fade pointer-events-none absolute inset-x-0 top-2 grid place-items-center">
          <span className="rounded-full border bg-raised p-1.5 shadow-pop">
            <Spinner className="text-ink-3" />
          </span>
        </p>
      )}
      {!atEnd && (
        <Button className="animate-rise absolute bottom-3 right-4 rounded-full bg-raised shadow-pop" aria-label={t('toBottom')} onClick={() => virtual.scrollToEnd()}>
          {unseen > 0 && <span className="tnum font-semibold text-accent-text">{t('toBottomNew', { count: unseen })}</span>}
          <ArrowDown />
        </Button>
      )}
    </div>
  );
}
