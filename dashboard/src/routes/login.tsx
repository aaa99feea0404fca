import { createFileRoute, redirect } from '@tanstack/react-router';

import { LoginPage } from '@/features/auth/login-page';
import { useAuthStore } from '@/lib/auth-store';

interface Search {
  /** Where the visitor wanted to go. */
  to?: string;
}

export const Route = createFileRoute('/login')({
  validateSearch: (search): Search => (typeof search.to === 'string' && search.to.startsWith('/dashboard') ? { to: search.to } : {}),
  beforeLoad({ search }) {
    if (useAuthStore.getState().token) throw redirect({ to: search.to ?? '/dashboard' });
  },
  component: LoginPage,
});
