import { QueryClient } from '@tanstack/react-query';

import { ProblemError } from './client';

/**
 * What the server said, kept true by events. Nothing is asked again by the clock or by focus: the socket tells of each change,
 * and after a `resync` everything shown is read again.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // An answer of the API is final, a broken connection is not.
      retry: (count, error) => !(error instanceof ProblemError && error.problem.status < 500) && count < 3,
    },
    mutations: { retry: false },
  },
});
