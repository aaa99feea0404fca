import { redirect } from '@tanstack/react-router';

import type { Role } from '@/api/types';

import { useAuthStore } from './auth-store';

const RANK: Record<Role, number> = { AGENT: 0, SUPERVISOR: 1, ADMIN: 2 };

/** Whether a role may do what at least `least` may do. */
export function reaches(role: Role, least: Role): boolean {
  return RANK[role] >= RANK[least];
}

/** For `beforeLoad` of a route below `/dashboard`: sends away who may not open it. */
export function requireRole(least: Role) {
  return () => {
    const user = useAuthStore.getState().user;
    if (!user || !reaches(user.role, least)) throw redirect({ to: '/dashboard' });
  };
}
