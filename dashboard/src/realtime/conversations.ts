import type { InfiniteData, QueryKey } from '@tanstack/react-query';

import type { ConversationPage } from '@/api/conversations';
import { type ConversationFilters, matches, order, type Viewer } from '@/api/filters';
import { keys } from '@/api/keys';
import type { Conversation } from '@/api/types';

import { change, type Effect, mapPages } from './effects';

export type ListData = InfiniteData<ConversationPage>;

/** What an event says of a conversation: all but what is the viewer's own, or costs a look at the messages. */
export type ConversationChange = Omit<Conversation, 'pinned' | 'queuePosition' | 'lastMessage'> & Partial<Conversation>;

export function withChange(known: Conversation, fresh: ConversationChange): Conversation {
  return fresh.version < known.version ? known : { ...known, ...fresh };
}

/** The list as it is after the conversation became this: in its place, or gone. */
export function place(data: ListData, filters: ConversationFilters, conversation: Conversation, viewer: Viewer): ListData {
  const listed = data.pages.some((page) => page.items.some((item) => item.id === conversation.id));
  const belongs = matches(conversation, filters, viewer);
  if (belongs === false) return listed ? without(data, conversation.id) : data;
  if (belongs === null) return listed ? patch(data, conversation.id, () => conversation) : data;

  const compare = order(filters.sort);
  const comesAfter = (item: Conversation) => (item.pinned === conversation.pinned ? compare(item, conversation) > 0 : conversation.pinned);
  const cleared = listed ? without(data, conversation.id) : data;
  const last = cleared.pages.length - 1;
  let placed = false;
  return mapPages(cleared, (page, index) => {
    if (placed) return page;
    let at = page.items.findIndex(comesAfter);
    // At the very end it belongs only when nothing is left to load: else the next page brings it.
    if (at === -1 && index === last && (page.nextCursor === null || listed)) at = page.items.length;
    if (at === -1) return page;
    placed = true;
    return { ...page, items: page.items.toSpliced(at, 0, conversation) };
  });
}

export function without(data: ListData, id: string): ListData {
  return mapPages(data, (page) => {
    const items = page.items.filter((item) => item.id !== id);
    return items.length === page.items.length ? page : { ...page, items };
  });
}

export function patch(data: ListData, id: string, update: (item: Conversation) => Conversation): ListData {
  return mapPages(data, (page) => {
    const at = page.items.findIndex((item) => item.id === id);
    const known = page.items[at];
    if (!known) return page;
    const next = update(known);
    return next === known ? page : { ...page, items: page.items.with(at, next) };
  });
}

/** Puts a conversation into the detail and into every list it belongs to. */
export function putConversation(conversation: Conversation, viewer: Viewer): Effect[] {
  return [
    change<Conversation>(keys.conversation(conversation.id), (known) => (conversation.version < known.version ? known : conversation)),
    change<ListData>(keys.lists(), (data, key) => place(data, filtersOf(key), conversation, viewer)),
  ];
}

export function filtersOf(key: QueryKey): ConversationFilters {
  return (key[1] ?? {}) as ConversationFilters;
}
