import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

const TONES = { plain: 'border-line bg-sunken text-ink-2', warn: 'border-transparent bg-warn-soft text-warn', danger: 'border-transparent bg-danger-soft text-danger', ok: 'border-transparent bg-ok-soft text-ok' };

/** Something to know before going on. */
export function Notice({ icon: Icon, tone = 'plain', action, className, children }: { icon?: LucideIcon; tone?: keyof typeof TONES; action?: ReactNode; className?: string; children: ReactNode }) {
  return (
    <div className={cn('flex items-center gap-2.5 rounded-md border px-3 py-2 text-sm', TONES[tone], className)}>
      {Icon && <Icon aria-hidden className="size-4 shrink-0 self-start translate-y-0.5" />}
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
