import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AlarmClock, Network } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { boardQuery } from '@/api/board';
import { conversationList } from '@/api/conversations';
import { departmentList } from '@/api/directory';
import { Page } from '@/components/page';
import { EmptyState, ErrorState, Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { duration, number } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { cn } from '@/lib/utils';

import { Column } from './column';
import { totals, type BoardDepartment } from './deadline';
import { TimeoutFeed } from './timeout-feed';
import { allTimeouts } from './timeouts';
import { useTimeoutEvents, useTimeouts } from './use-timeouts';

const DEFAULT_MINUTES = 5;

/** The supervisor's view of all queues at once. Live by events; the clocks run here. */
export function BoardPage() {
  const { t } = useTranslation('board');
  useTimeoutEvents();
  const board = useQuery(boardQuery());
  const departments = useQuery(departmentList());
  const queued = useInfiniteQuery(conversationList({ queue: true, sort: 'waiting' }));
  const now = Math.max(useNow(), board.dataUpdatedAt);
  const conversations = useMemo(() => new Map(queued.data?.pages.flatMap((page) => page.items).map((item) => [item.id, item])), [queued.data]);
  const minutes = new Map(departments.data?.map((department) => [department.id, department.responseTimeoutMinutes]));
  const all = board.data?.departments;
  return (
    <Page
      title={t('title')}
      width="bleed"
      actions={all && <FeedButton departments={all} />}
      toolbar={all && all.length > 0 ? <Figures departments={all} elapsed={(now - board.dataUpdatedAt) / 1000} /> : undefined}
    >
      {board.error ? (
        <ErrorState className="h-full" error={board.error} retry={() => void board.refetch()} />
      ) : all?.length === 0 ? (
        <EmptyState
          icon={Network}
          className="h-full"
          title={t('emptyTitle')}
          text={t('emptyText')}
          action={
            <Button asChild variant="primary">
              <Link to="/dashboard">{t('emptyAction')}</Link>
            </Button>
          }
        />
      ) : (
        <div className="flex h-full min-h-0 border-t bg-canvas">
          <div className="flex h-full min-w-0 flex-1 snap-x snap-mandatory items-start gap-3 overflow-x-auto p-3 sm:snap-none sm:px-6 sm:py-4">
            {all
              ? all.map((department) => (
                  <Column
                    key={department.id}
                    department={department}
                    departments={all}
                    conversations={conversations}
                    allowedMinutes={minutes.get(department.id) ?? DEFAULT_MINUTES}
                    readAt={board.dataUpdatedAt}
                    now={now}
                  />
                ))
              : Array.from({ length: 4 }, (_, index) => <ColumnSkeleton key={index} />)}
          </div>
          {all && (
            <aside aria-label={t('feed')} className="hidden w-72 shrink-0 flex-col border-l bg-surface 2xl:flex">
              <h2 className="px-3 pb-1 pt-4 text-sm font-semibold">{t('feed')}</h2>
              <div className="min-h-0 flex-1 overflow-y-auto">
                <TimeoutFeed departments={all} />
              </div>
            </aside>
          )}
        </div>
      )}
    </Page>
  );
}

function Figures({ departments, elapsed }: { departments: BoardDepartment[]; elapsed: number }) {
  const { t } = useTranslation('board');
  const { waiting, oldestSeconds, available, places, timeouts } = totals(departments);
  const figures = [
    { label: t('figures.waiting'), value: number(waiting) },
    { label: t('figures.oldest'), value: waiting > 0 ? duration(oldestSeconds + elapsed) : '–' },
    { label: t('figures.available'), value: number(available), tone: available === 0 && waiting > 0 ? 'text-danger' : '' },
    { label: t('figures.places'), value: places === null ? t('figures.noLimit') : number(places), tone: places === 0 && waiting > 0 ? 'text-warn' : '' },
    { label: t('figures.timeouts'), value: number(timeouts), tone: timeouts > 0 ? 'text-danger' : '' },
  ];
  return (
    <dl className="flex min-w-0 flex-1 flex-wrap gap-x-6 gap-y-1 text-sm">
      {figures.map((figure) => (
        <div key={figure.label} className="flex items-baseline gap-1.5 whitespace-nowrap">
          <dd className={cn('tnum font-semibold', figure.tone)}>{figure.value}</dd>
          <dt className="text-ink-3">{figure.label}</dt>
        </div>
      ))}
    </dl>
  );
}

function FeedButton({ departments }: { departments: BoardDepartment[] }) {
  const { t } = useTranslation('board');
  const count = allTimeouts(departments, useTimeouts((state) => state.items)).length;
  return (
    <Popover
      align="end"
      className="max-h-96 w-80 overflow-y-auto"
      trigger={
        <Button className="2xl:hidden">
          <AlarmClock />
          {t('feed')}
          {count > 0 && <span className="tnum text-danger">{count}</span>}
        </Button>
      }
    >
      <TimeoutFeed departments={departments} />
    </Popover>
  );
}

function ColumnSkeleton() {
  return (
    <div className="flex basis-[85vw] shrink-0 flex-col gap-3 rounded-lg border bg-surface p-3 sm:min-w-72 sm:max-w-md sm:flex-1">
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-7 w-12" />
      {Array.from({ length: 4 }, (_, index) => (
        <Skeleton key={index} className="h-10 w-full" />
      ))}
    </div>
  );
}
