import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return <kbd className={cn('rounded border bg-sunken px-1 font-sans text-2xs font-medium text-ink-3', className)}>{children}</kbd>;
}
