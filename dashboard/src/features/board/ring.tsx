import { cn } from '@/lib/utils';

import type { Deadline } from './deadline';

const RADIUS = 13;
const LENGTH = 2 * Math.PI * RADIUS;
const STROKE = { none: 'stroke-line-strong', calm: 'stroke-accent', soon: 'stroke-warn', late: 'stroke-danger' };
const TEXT = { none: 'text-ink-3', calm: 'text-ink-2', soon: 'text-warn', late: 'text-danger' };

/** What is left of the time to answer, with the position in the queue inside. */
export function Ring({ deadline, position }: { deadline: Deadline; position: number | null }) {
  const { urgency, left } = deadline;
  return (
    <span aria-hidden className={cn('relative grid size-8 shrink-0 place-items-center text-2xs font-semibold tnum', TEXT[urgency])}>
      <svg viewBox="0 0 32 32" className="absolute inset-0 -rotate-90">
        <circle cx="16" cy="16" r={RADIUS} fill="none" strokeWidth="2.500" className={urgency === 'late' && left === 0 ? 'stroke-danger/30' : 'stroke-line'} />
        <circle
          cx="16"
          cy="16"
          r={RADIUS}
          fill="none"
          strokeWidth="2.500"
          strokeLinecap="round"
          strokeDasharray={`${LENGTH * left} ${LENGTH}`}
          className={cn('transition-[stroke-dasharray] duration-700', left > 0 ? STROKE[urgency] : 'stroke-transparent')}
        />
      </svg>
      {position}
    </span>
  );
}
