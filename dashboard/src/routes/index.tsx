import { createFileRoute, redirect } from '@tanstack/react-router';

import { useAuthStore } from '@/lib/auth-store';

export const Route = createFileRoute('/')({
  beforeLoad() {
    throw redirect({ to: useAuthStore.getState().token ? '/dashboard' : '/login' });
  },
});
