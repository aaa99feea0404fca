import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, unwrap } from './client';
import { keys } from './keys';

/** A number of days, or from one instant to another. */
export interface Range {
  period?: string;
  from?: string;
  to?: string;
}

/** The figures of the company, or of an agent's own departments, in a range. */
export function dashboardMetrics(range: Range) {
  return queryOptions({
    queryKey: keys.metrics({ of: 'company', ...range }),
    queryFn: ({ signal }) => unwrap(api.GET('/api/metrics/dashboard', { params: { query: range }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function agentMetrics(range: Range) {
  return queryOptions({
    queryKey: keys.metrics({ of: 'agents', ...range }),
    queryFn: ({ signal }) => unwrap(api.GET('/api/metrics/agents', { params: { query: range }, signal })),
    placeholderData: keepPreviousData,
  });
}
