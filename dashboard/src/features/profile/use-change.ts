import { useMutation } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import type { Schemas } from '@/api/types';
import { useAuthStore } from '@/lib/auth-store';

type OwnChange = Schemas['OwnChange'];

/** Changes of one's own account; the answer is the signed-in user. */
export function useChange() {
  return useMutation({
    mutationFn: (body: OwnChange) => unwrap(api.PATCH('/api/users/me', { body })),
    onSuccess(user, body) {
      const { user: me, setUser } = useAuthStore.getState();
      // Preferences are not part of a User.
      if (me) setUser({ ...me, ...user, ...(body.preferences ? { preferences: { ...(me.preferences as object), ...body.preferences } } : {}) });
    },
  });
}
