import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, unwrap } from './client';
import { keys } from './keys';

export function contactList(filter: { search?: string; tagId?: string }) {
  return infiniteQueryOptions({
    queryKey: keys.contacts(filter),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/contacts', { params: { query: { ...filter, cursor: pageParam, limit: 50 } }, signal })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function contactDetail(id: string) {
  return queryOptions({ queryKey: keys.contact(id), queryFn: ({ signal }) => unwrap(api.GET('/api/contacts/{id}', { params: { path: { id } }, signal })) });
}

export function contactEpisodes(id: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.contacts(), id, 'episodes'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/contacts/{id}/conversations', { params: { path: { id }, query: { cursor: pageParam, limit: 20 } }, signal })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
