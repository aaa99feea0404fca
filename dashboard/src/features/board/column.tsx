import { Link } from '@tanstack/react-router';
import { AlarmClock, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { Badge, Coloured } from '@/components/ui/badge';
import { Tooltip } from '@/components/ui/tooltip';
import { duration } from '@/lib/format';
import { cn } from '@/lib/utils';

import { Agents } from './agents';
import type { BoardDepartment } from './deadline';
import { WaitingRow } from './waiting-row';

interface Props {
  department: BoardDepartment;
  departments: BoardDepartment[];
  conversations: Map<string, Conversation>;
  allowedMinutes: number;
  readAt: number;
  now: number;
}

/** A department: how it stands, who serves, who waits. */
export function Column({ department, departments, conversations, allowedMinutes, readAt, now }: Props) {
  const { t } = useTranslation('board');
  const { name, color, isOpenNow, waiting, queue, timeoutsLastHour, agents } = department;
  const oldest = queue[0] && queue[0].waitingSeconds + Math.max(0, (now - readAt) / 1000);
  return (
    <section
      aria-label={name}
      // One column fills a telephone: there, whoever waits comes first.
      className={cn('flex max-h-full min-h-0 basis-[85vw] shrink-0 snap-center flex-col overflow-hidden rounded-lg border bg-surface sm:min-w-72 sm:max-w-md sm:flex-1', waiting === 0 && 'max-sm:order-last')}
    >
      <header className="px-3 pt-3">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 text-sm font-semibold">
            <Coloured color={color} className="max-w-full">
              {name}
            </Coloured>
          </h2>
          {timeoutsLastHour > 0 && (
            <Tooltip text={t('timeoutsHour', { count: timeoutsLastHour })}>
              <button type="button" className="rounded">
                <Badge tone="danger">
                  <AlarmClock aria-hidden className="size-3" />
                  <span className="tnum">{timeoutsLastHour}</span>
                  <span className="sr-only">{t('timeoutsHour', { count: timeoutsLastHour })}</span>
                </Badge>
              </button>
            </Tooltip>
          )}
          {!isOpenNow && <Badge>{t('closed')}</Badge>}
        </div>
        <p className="mt-1 flex items-baseline gap-2">
          <span className={cn('tnum text-2xl font-semibold tracking-tight', waiting === 0 && 'text-ink-3')}>{waiting}</span>
          <span className="text-xs text-ink-3">
            {oldest === undefined ? t('waitingLabel', { count: waiting }) : t('waitingSince', { time: duration(oldest), count: waiting })}
          </span>
        </p>
      </header>
      <Agents agents={agents} />
      {queue.length === 0 ? (
        <p className="flex items-center gap-2 px-3 py-4 text-sm text-ink-3">
          <CircleCheck aria-hidden className="size-4 text-ok" />
          {t('nobodyWaits')}
        </p>
      ) : (
        <ol className="min-h-0 flex-1 divide-y overflow-y-auto">
          {queue.map((item) => (
            <WaitingRow
              key={item.conversationId}
              waiting={item}
              conversation={conversations.get(item.conversationId)}
              {...{ department, departments, allowedMinutes, readAt, now }}
            />
          ))}
          {waiting > queue.length && (
            <li className="px-3 py-2 text-center text-xs">
              <Link to="/dashboard" search={{ tab: 'queue', department: department.id, sort: 'waiting' }} className="text-accent-text hover:underline">
                {t('more', { count: waiting - queue.length })}
              </Link>
            </li>
          )}
        </ol>
      )}
    </section>
  );
}
