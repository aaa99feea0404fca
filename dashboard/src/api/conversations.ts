import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, ProblemError, unwrap } from './client';
import type { ConversationFilters } from './filters';
import { keys } from './keys';
import { queryClient } from './query-client';
import type { Conversation, Schemas } from './types';
import { unsentIn } from './unsent';

/** A page of a list. */
export interface ConversationPage {
  items: Conversation[];
  nextCursor: string | null;
}

/** Pages of conversations; events keep them in order and complete down to where they were loaded. */
export function conversationList(filters: ConversationFilters) {
  return infiniteQueryOptions({
    queryKey: keys.lists(filters),
    initialPageParam: undefined as string | undefined,
    async queryFn({ pageParam, signal }): Promise<ConversationPage> {
      const { data, error, response } = await api.GET('/api/conversations', { params: { query: { ...filters, cursor: pageParam, limit: 50 } }, signal });
      if (error) throw new ProblemError(error, response);
      return { items: data, nextCursor: response.headers.get('X-Next-Cursor') };
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function conversationCounts(filters: ConversationFilters) {
  return queryOptions({
    queryKey: keys.counts(filters),
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations/counts', { params: { query: filters }, signal })),
  });
}

export async function fetchConversation(id: string, signal?: AbortSignal): Promise<Conversation> {
  const { messages: _, messagesNextCursor: __, ...conversation } = await unwrap(api.GET('/api/conversations/{id}', { params: { path: { id } }, signal }));
  return conversation;
}

export function conversationDetail(id: string) {
  return queryOptions({ queryKey: keys.conversation(id), queryFn: ({ signal }) => fetchConversation(id, signal) });
}

/** Newest first, page by page upward, through the earlier episodes of the same contact. */
export function messageHistory(conversationId: string) {
  return infiniteQueryOptions({
    queryKey: keys.messages(conversationId),
    initialPageParam: undefined as string | undefined,
    async queryFn({ pageParam, signal }) {
      const page = await unwrap(
        api.GET('/api/conversations/{id}/messages', {
          params: { path: { id: conversationId }, query: { scope: 'contact', cursor: pageParam, limit: pageParam === undefined ? 50 : 100 } },
          signal,
        }),
      );
      return pageParam === undefined ? { ...page, messages: [...unsentIn(conversationId, page.messages), ...page.messages] } : page;
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Keeps the newest pages of a history: to read hundreds of pages again, because one was once scrolled to, helps nobody. */
export function forgetOldPages(conversationId: string, keep = 1): void {
  queryClient.setQueryData<InfiniteData<Schemas['MessagePage'], string | undefined>>(keys.messages(conversationId), (data) =>
    data && data.pages.length > keep ? { pages: data.pages.slice(0, keep), pageParams: data.pageParams.slice(0, keep) } : data,
  );
}

/** Who waits in a department, in the order of their places; as many as anybody would count. */
export function departmentQueue(departmentId: string) {
  return queryOptions({
    queryKey: keys.queue(departmentId),
    queryFn: ({ signal }) => unwrap(api.GET('/api/departments/{id}/queue', { params: { path: { id: departmentId }, query: { limit: 200 } }, signal })),
  });
}

/** The newest attendances of a customer that the reader may see, the newest first. */
export function contactEpisodes(contactId: string) {
  return queryOptions({
    // Not below `keys.contact`: an event that brings the contact would put it here, in place of the list.
    queryKey: [...keys.contacts(), contactId, 'recent'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/contacts/{id}/conversations', { params: { path: { id: contactId }, query: { limit: 20 } }, signal })),
  });
}

export function conversationNotes(id: string) {
  return queryOptions({
    queryKey: keys.notes(id),
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations/{id}/notes', { params: { path: { id }, query: { limit: 200 } }, signal })),
  });
}

export function conversationTimeline(id: string) {
  return queryOptions({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations/{id}/timeline', { params: { path: { id } }, signal })),
  });
}

export function conversationDecisions(id: string) {
  return queryOptions({
    queryKey: keys.decisions(id),
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations/{id}/decisions', { params: { path: { id } }, signal })),
  });
}
