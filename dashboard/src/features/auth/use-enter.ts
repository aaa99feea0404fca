import { useNavigate, useSearch } from '@tanstack/react-router';

import type { Me } from '@/api/types';
import { useAuthStore } from '@/lib/auth-store';

/** Opens the dashboard with a fresh login, where the visitor wanted to go, or else at `start`. */
export function useEnter() {
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/login' });
  return (user: Me, token: string, start = '/dashboard') => {
    useAuthStore.getState().setAuth(user, token);
    void navigate({ to: to ?? start, replace: true });
  };
}
