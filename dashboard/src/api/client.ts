import { createClient, isProblem, ProblemError, unwrap } from '@wppconnector/client';

import { useAuthStore } from '@/lib/auth-store';
import { currentLanguage } from '@/lib/i18n';

export { isProblem, ProblemError, unwrap };

/** Every call to the server goes through here. */
export const api = createClient({
  baseUrl: '',
  // Looked up at each call, so that tests can stand in for it.
  fetch: (request) => fetch(request),
  token: () => useAuthStore.getState().token ?? undefined,
});

api.use({
  onRequest({ request }) {
    // The `detail` of a problem is meant for the reader.
    request.headers.set('Accept-Language', currentLanguage());
    return request;
  },
  onResponse({ request, response }) {
    const refused = response.status === 401 && !request.url.endsWith('/api/auth/login');
    // A call that left before the last login says nothing about the present session.
    const sentWith = request.headers.get('Authorization');
    const { token, logout } = useAuthStore.getState();
    if (refused && token && sentWith === `Bearer ${token}`) logout('expired');
  },
});

/** What went wrong, in the words of the server where it has any. */
export function problemDetail(error: unknown, fallback: string): string {
  return error instanceof ProblemError ? (error.problem.detail ?? error.problem.title) : fallback;
}

/** The code of a problem, to tell one from another; null for what is no answer of the API. */
export function problemCode(error: unknown): string | null {
  return error instanceof ProblemError ? error.problem.code : null;
}

/** Seconds the server asks to wait, from `Retry-After`. */
export function retryAfter(error: unknown): number | null {
  if (!(error instanceof ProblemError)) return null;
  const seconds = Number(error.response.headers.get('Retry-After'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
