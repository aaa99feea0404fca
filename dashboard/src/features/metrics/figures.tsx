import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/types';
import { duration, number, percent } from '@/lib/format';
import { cn } from '@/lib/utils';

import { changeOf } from './range';
import { time } from './time';
import { type ListOf, ToList } from './to-list';

type Dashboard = Schemas['Dashboard'];

interface Figure {
  label: string;
  value: string;
  list: ListOf;
  note?: string;
  /** By how much it changed; null without something to compare it with. */
  change?: number | null;
  /** Which direction is the better one. */
  good?: 1 | -1;
}

const sum = (series: Dashboard['series'], key: 'opened' | 'resolved') => series.reduce((total, bar) => total + bar[key], 0);

/** The company in six numbers, with what they were in the period before where that is known. */
export function Figures({ data, previous, period }: { data: Dashboard; previous: Dashboard | undefined; period: { from: string; to?: string } }) {
  const { t } = useTranslation('metrics');
  const figures: Figure[] = [
    { label: t('figure.waiting'), value: number(data.queue.waiting), note: data.queue.waiting > 0 ? t('oldest', { time: duration(data.queue.oldestSeconds) }) : t('now'), list: { tab: 'queue', sort: 'waiting' } },
    { label: t('figure.assigned'), value: number(data.conversations.assigned), note: t('now'), list: { tab: 'all' } },
    { label: t('figure.opened'), value: number(sum(data.series, 'opened')), change: changeOf(sum(data.series, 'opened'), previous && sum(previous.series, 'opened')), list: { tab: 'all', ...period, sort: 'createdAt' } },
    { label: t('figure.resolved'), value: number(data.conversations.resolved), change: changeOf(data.conversations.resolved, previous?.conversations.resolved), good: 1, list: { tab: 'resolved', ...period } },
    { label: t('figure.firstResponse'), value: time(data.avgFirstResponseTime), change: changeOf(data.avgFirstResponseTime, previous?.avgFirstResponseTime), good: -1, list: { tab: 'all', ...period } },
    { label: t('figure.resolution'), value: time(data.avgResolutionTime), change: changeOf(data.avgResolutionTime, previous?.avgResolutionTime), good: -1, list: { tab: 'resolved', ...period } },
  ];
  const compared = figures.some(({ change }) => typeof change === 'number');
  return (
    <div className="pb-6">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-3 xl:grid-cols-6">
        {figures.map(({ label, value, note, change, good, list }) => (
          <div key={label} className="flex flex-col-reverse justify-end">
            <dt className="text-xs text-ink-3">{label}</dt>
            <dd>
              <ToList search={list} className="tnum text-2xl font-semibold tracking-tight">
                {value}
              </ToList>
              <span className={cn('ml-2 text-xs', change && good ? (change * good > 0 ? 'text-ok' : 'text-danger') : 'text-ink-3')}>
                {note ?? (typeof change === 'number' ? percent(change, true) : null)}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {previous && <p className="mt-3 text-xs text-ink-3">{t(compared ? 'compared' : 'noChange')}</p>}
    </div>
  );
}
