import { createFileRoute, redirect } from '@tanstack/react-router';

import { api, ProblemError, unwrap } from '@/api/client';
import { Shell } from '@/features/shell/shell';
import { useAuthStore } from '@/lib/auth-store';

export const Route = createFileRoute('/dashboard')({
  async beforeLoad({ location }) {
    const { token, user, setUser } = useAuthStore.getState();
    const toLogin = () => redirect({ to: '/login', search: { to: location.href } });
    if (!token) throw toLogin();
    if (user) return;
    try {
      setUser(await unwrap(api.GET('/api/auth/me')));
    } catch (error) {
      // The client has dropped a token that the server refused.
      if (error instanceof ProblemError && error.problem.status === 401) throw toLogin();
      throw error;
    }
  },
  component: Shell,
});
