import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';

import { conversationCounts, conversationList } from '@/api/conversations';
import type { ConversationFilters } from '@/api/filters';
import type { ConversationCounts } from '@/api/types';

import { type Tab, TAB_FILTERS, useChatStore } from './chat-store';

/** Filters that are set; a search goes over every status. */
function useFilters() {
  const tab = useChatStore((state) => state.tab);
  const filters = useChatStore((state) => state.filters);
  const typed = useChatStore((state) => state.search);
  const search = useDeferredValue(typed.trim());
  return useMemo(() => {
    const { sort, ...narrowing } = filters;
    const base: ConversationFilters = search ? { ...narrowing, search } : narrowing;
    const list: ConversationFilters = search ? { ...base } : { ...TAB_FILTERS[tab], ...base };
    if (sort) list.sort = sort;
    return { list, counts: narrowing, searching: search !== '' };
  }, [tab, filters, search]);
}

/** The conversations of the chosen tab, and how many each tab has. */
export function useConversations() {
  const { list, counts, searching } = useFilters();
  const query = useInfiniteQuery({ ...conversationList(list), placeholderData: searching ? (before) => before : undefined });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  const numbers = useQuery({ ...conversationCounts(counts), placeholderData: (before) => before });
  return { query, items, numbers: numbers.data, searching };
}

export function countOf(tab: Tab, counts: ConversationCounts | undefined): number | undefined {
  if (!counts) return undefined;
  if (tab === 'queue') return counts.queued;
  if (tab === 'all') return counts.open + counts.assigned;
  return counts[tab];
}
