import { Link, type RegisteredRouter, type RouteById } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

/** What the address of the list understands. */
export type ListOf = RouteById<RegisteredRouter['routeTree'], '/dashboard/_inbox/'>['types']['searchSchema'];

/** A number that leads to the conversations it is about, as near as their list can name them. */
export function ToList({ search, className, children }: { search: ListOf; className?: string; children: ReactNode }) {
  return (
    <Link to="/dashboard" search={search} className={cn('hover:underline', className)}>
      {children}
    </Link>
  );
}
