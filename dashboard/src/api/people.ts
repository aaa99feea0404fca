import { queryOptions, useQuery } from '@tanstack/react-query';

import { api, ProblemError, unwrap } from './client';
import { keys } from './keys';
import type { User } from './types';

/** Everybody, also who has left: all pages, as a company has few people. */
export function everybody() {
  return queryOptions({
    queryKey: keys.users({ everybody: true }),
    async queryFn({ signal }) {
      const users: User[] = [];
      let cursor: string | undefined;
      do {
        const { data, error, response } = await api.GET('/api/users', { params: { query: { limit: 200, cursor } }, signal });
        if (error) throw new ProblemError(error, response);
        users.push(...data);
        cursor = response.headers.get('X-Next-Cursor') ?? undefined;
      } while (cursor);
      return users;
    },
  });
}

/** The people of the company, kept true by events. */
export const useUsers = () => useQuery(everybody());

/** Requests for a new password that nobody has answered yet. */
export function pendingResets() {
  return queryOptions({
    queryKey: keys.passwordResets(),
    queryFn: ({ signal }) => unwrap(api.GET('/api/users/password-resets', { params: { query: { status: 'PENDING', limit: 200 } }, signal })),
  });
}

export function departmentMembers(id: string) {
  return queryOptions({
    // Below `users`, so that their events reach it.
    queryKey: keys.users({ department: id }),
    queryFn: ({ signal }) => unwrap(api.GET('/api/departments/{id}/agents', { params: { path: { id } }, signal })),
  });
}
