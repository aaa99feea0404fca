import { useState } from 'react';

import type { OnlineStatus } from '@/api/types';
import { initials } from '@/lib/format';
import { cn } from '@/lib/utils';

const SIZES = { sm: 'size-6 text-[0.625rem]', md: 'size-9 text-xs', lg: 'size-14 text-lg' };
const DOTS: Record<OnlineStatus, string> = { ONLINE: 'bg-ok', BUSY: 'bg-warn', OFFLINE: 'bg-line-strong' };

/** The same name always has the same tint: that is how one finds a row again. */
function hue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
}

interface Props {
  name: string;
  url?: string | null;
  size?: keyof typeof SIZES;
  status?: OnlineStatus;
  className?: string;
}

export function Avatar({ name, url, size = 'md', status, className }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const tint = hue(name);
  return (
    <span className={cn('relative inline-grid shrink-0 select-none place-items-center rounded-full font-semibold', SIZES[size], className)}>
      {url && broken !== url ? (
        <img src={url} alt="" className="size-full rounded-full object-cover" onError={() => setBroken(url)} />
      ) : (
        <span
          aria-hidden
          className="grid size-full place-items-center rounded-full bg-[oklch(0.92_0.035_var(--tint))] text-[oklch(0.4_0.07_var(--tint))] dark:bg-[oklch(0.34_0.045_var(--tint))] dark:text-[oklch(0.86_0.06_var(--tint))]"
          style={{ '--tint': tint } as React.CSSProperties}
        >
          {initials(name)}
        </span>
      )}
      {status && (
        <span className={cn('absolute -bottom-px -right-px rounded-full border-2 border-surface', size === 'sm' ? 'size-2.5' : 'size-3', DOTS[status])} />
      )}
    </span>
  );
}
