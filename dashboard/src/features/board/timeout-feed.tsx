import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { clock, duration } from '@/lib/format';

import type { BoardDepartment } from './deadline';
import { allTimeouts } from './timeouts';
import { useTimeouts } from './use-timeouts';

/** The deadlines that passed in the last hour and since the page is open, the newest first. */
export function TimeoutFeed({ departments }: { departments: BoardDepartment[] }) {
  const { t } = useTranslation('board');
  const items = allTimeouts(departments, useTimeouts((state) => state.items));
  if (items.length === 0) return <p className="px-3 py-3 text-sm text-ink-3">{t('feedEmpty')}</p>;
  return (
    <ol className="divide-y" aria-live="polite">
      {items.map((item) => {
        const department = departments.find((other) => other.id === item.departmentId)?.name ?? '–';
        const time = duration(item.waitingSeconds);
        return (
          <li key={`${item.conversationId}-${item.at}`} className="px-3 py-2 text-xs">
            <div className="flex items-baseline gap-2">
              <Link to="/dashboard/c/$id" params={{ id: item.conversationId }} className="min-w-0 flex-1 truncate text-sm font-medium hover:underline">
                {item.customerName ?? t('someone')}
              </Link>
              <time dateTime={item.at} className="tnum text-ink-3">
                {clock(item.at)}
              </time>
            </div>
            <p className="text-ink-3">{item.kind === 'RESPONSE' ? t('feedAnswer', { department, time, round: item.round }) : t('feedLine', { department, time, round: item.round })}</p>
          </li>
        );
      })}
    </ol>
  );
}
