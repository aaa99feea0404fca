import { queryOptions } from '@tanstack/react-query';

import { api, ProblemError, unwrap } from './client';
import { keys } from './keys';
import type { Schemas } from './types';

export type SessionAction = Schemas['SessionAction'];

/** How often a session that does not work yet is looked at. */
const LOOKED_AT = 2_000;

/** How the session is. One that comes back within seconds was never away, and no event tells of it, so that it is read again until it works. */
export function channelSession(id: string) {
  return queryOptions({
    queryKey: [...keys.channels(), id, 'session'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/channels/{id}/session', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.works === false ? LOOKED_AT : false),
    gcTime: 0,
  });
}

export function changeSession(id: string, action: SessionAction) {
  return unwrap(api.POST('/api/channels/{id}/session/{action}', { params: { path: { id, action } } }));
}

/** How long a code is good for, by what WhatsApp does. */
export const QR_LASTS = 20_000;

/** The code as an address for an image. It is not told by events, so that it is read again as long as it is looked at. `onGone` is called when there is none any more: it was scanned, or the session ended. */
export function channelQr(id: string, onGone: () => void) {
  return queryOptions({
    queryKey: [...keys.channels(), id, 'qr'],
    async queryFn({ signal }) {
      const { data, error, response } = await api.GET('/api/channels/{id}/qr', { params: { path: { id } }, parseAs: 'blob', signal });
      if (error) {
        onGone();
        throw new ProblemError(error, response);
      }
      return URL.createObjectURL(data as Blob);
    },
    refetchInterval: QR_LASTS,
    gcTime: 0,
    retry: false,
  });
}

/** The channel takes no messages any more; `force` resolves what is still open on it. */
export async function removeChannel(id: string, force: boolean): Promise<void> {
  await unwrap(api.DELETE('/api/channels/{id}', { params: { path: { id }, query: { force } } }));
}
