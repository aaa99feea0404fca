import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from './client';
import { keys } from './keys';

/** What nearly every page needs: who and what there is in the company. Small lists, read once, kept true by events. */

export function departmentList() {
  return queryOptions({ queryKey: keys.departments({}), queryFn: ({ signal }) => unwrap(api.GET('/api/departments', { signal })) });
}

export function colleagueList() {
  const query = { status: 'active', limit: 200 } as const;
  return queryOptions({ queryKey: keys.users(query), queryFn: ({ signal }) => unwrap(api.GET('/api/users', { params: { query }, signal })) });
}

/** Only supervisors and administrators may read it. */
export function channelList() {
  return queryOptions({ queryKey: keys.channels(), queryFn: ({ signal }) => unwrap(api.GET('/api/channels', { signal })) });
}

/** What everybody may choose from: which number to write from, or whose conversations to see. */
export function channelChoices() {
  return queryOptions({ queryKey: keys.channelChoices(), queryFn: ({ signal }) => unwrap(api.GET('/api/channels/choices', { signal })) });
}

export function tagList() {
  return queryOptions({ queryKey: keys.tags(), queryFn: ({ signal }) => unwrap(api.GET('/api/tags', { signal })) });
}

export function quickReplyList() {
  return queryOptions({ queryKey: keys.quickReplies({}), queryFn: ({ signal }) => unwrap(api.GET('/api/quick-replies', { signal })) });
}
