import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';

import { queryClient } from '@/api/query-client';
import { forgetUser, useAuthStore } from '@/lib/auth-store';

/** When the token is gone, whoever dropped it, nothing of the company stays on the screen or in memory. */
export function useEndOfSession() {
  const navigate = useNavigate();
  const token = useAuthStore((state) => state.token);
  const because = useAuthStore((state) => state.endedBecause);
  const here = useRouterState({ select: (state) => state.location.href });
  useEffect(() => {
    if (token) return;
    void navigate({ to: '/login', search: because && here.startsWith('/dashboard') ? { to: here } : {}, replace: true }).then(() => {
      queryClient.clear();
      forgetUser();
    });
    // The address at that moment is meant, not later ones.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [token]);

  // Another tab signed in or out.
  useEffect(() => {
    const follow = (event: StorageEvent) => {
      if (event.key === 'wpc.token' && event.newValue !== useAuthStore.getState().token) location.reload();
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);
}
