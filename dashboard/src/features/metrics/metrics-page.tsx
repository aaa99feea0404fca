import { useQuery } from '@tanstack/react-query';
import { format, subDays } from 'date-fns';
import { ChartNoAxesColumn } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { dashboardMetrics } from '@/api/metrics';
import { DataTable } from '@/components/data-table';
import { Page, Section } from '@/components/page';
import { Segments } from '@/components/segments';
import { EmptyState, ErrorState, Skeleton } from '@/components/states';
import { Coloured } from '@/components/ui/badge';
import { Input } from '@/components/ui/input';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { number } from '@/lib/format';
import { lazyPart } from '@/lib/lazy-part';
import { cn } from '@/lib/utils';

import { Agents } from './agents';
import { Figures } from './figures';
import { before, filled, instantsOf, type Period, PERIODS, rangeOf } from './range';
import { Shares, Times } from './shares';
import { time } from './time';
import { ToList } from './to-list';

const Chart = lazyPart(() => import('./charts').then((module) => ({ default: module.Chart })));

const day = (ago: number) => format(subDays(new Date(), ago), 'yyyy-MM-dd');

/** How the company does, over a period and against the one before. */
export function MetricsPage() {
  const { t } = useTranslation('metrics');
  const me = useMe();
  const [period, setPeriod] = useState<Period>('7d');
  const [from, setFrom] = useState(() => day(7));
  const [to, setTo] = useState(() => day(0));
  const range = rangeOf(period, from, to);
  const metrics = useQuery(dashboardMetrics(range));
  const previous = useQuery(dashboardMetrics(before(range, Date.now())));
  const data = metrics.data;
  const inPeriod = instantsOf(range, metrics.dataUpdatedAt);
  const series = data ? filled(data.series, range, metrics.dataUpdatedAt) : [];
  const ofDepartment = (department: string | null, tab: 'all' | 'resolved', value: string) =>
    // What was before the choice belongs to no department: it is, or was, with the bot.
    <ToList search={department ? { tab, department, ...inPeriod } : { tab: tab === 'all' ? 'bot' : tab, ...inPeriod }}>{value}</ToList>;
  return (
    <Page
      title={t('title')}
      toolbar={
        <>
          <Segments label={t('period')} value={period} onChange={(next) => setPeriod(next)} choices={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))} />
          {period === 'custom' && (
            <div className="flex items-center gap-2">
              <Input type="date" aria-label={t('from')} className="w-38" value={from} max={to} onChange={(event) => event.target.value && setFrom(event.target.value)} />
              <span className="text-ink-3">–</span>
              <Input type="date" aria-label={t('to')} className="w-38" value={to} min={from} max={day(0)} onChange={(event) => event.target.value && setTo(event.target.value)} />
            </div>
          )}
        </>
      }
    >
      {metrics.error ? (
        <ErrorState error={metrics.error} retry={() => void metrics.refetch()} />
      ) : !data ? (
        <div className="grid gap-6">
          <Skeleton className="h-20" />
          <Skeleton className="h-56" />
          <Skeleton className="h-56" />
        </div>
      ) : (
        <div className={cn(metrics.isPlaceholderData && 'opacity-60 transition-opacity')}>
          <Figures data={data} previous={previous.data} period={inPeriod} />
          {data.messages.total === 0 ? (
            <EmptyState icon={ChartNoAxesColumn} title={t('emptyTitle')} text={t('emptyText')} />
          ) : (
            <Suspense fallback={<Skeleton className="my-6 h-56" />}>
              <div className="grid gap-x-10 gap-y-8 border-t py-6 lg:grid-cols-2">
                <Chart
                  kind="bars"
                  label={t('messages')}
                  series={series}
                  lines={[
                    { key: 'inbound', color: 'var(--accent)' },
                    { key: 'outbound', color: 'var(--second)' },
                  ]}
                />
                <Chart
                  kind="areas"
                  label={t('flow')}
                  series={series}
                  lines={[
                    { key: 'opened', color: 'var(--accent)' },
                    { key: 'resolved', color: 'var(--second)' },
                  ]}
                />
              </div>
            </Suspense>
          )}
          <div className="grid gap-x-10 border-t lg:grid-cols-2 lg:[&>section]:border-t-0">
            <Section title={t('times')} description={t('timesText')}>
              <Times data={data} period={inPeriod} />
            </Section>
            <Section title={t('share')}>
              <Shares data={data} period={inPeriod} />
            </Section>
          </div>
          <Section title={t('byDepartment')}>
            <DataTable
              label={t('byDepartment')}
              rows={data.byDepartment}
              keyOf={(row) => row.departmentId ?? 'none'}
              empty={<p className="text-sm text-ink-3">{t('none')}</p>}
              columns={[
                { id: 'name', header: t('department'), cell: (row) => (row.name ? <Coloured color={row.color ?? 'var(--line-strong)'}>{row.name}</Coloured> : <span className="text-ink-3">{t('beforeChoice')}</span>) },
                { id: 'in', header: t('series.inbound'), numeric: true, cell: (row) => ofDepartment(row.departmentId, 'all', number(row.inbound)) },
                { id: 'out', header: t('series.outbound'), numeric: true, from: 'sm', cell: (row) => ofDepartment(row.departmentId, 'all', number(row.outbound)) },
                { id: 'resolved', header: t('series.resolved'), numeric: true, cell: (row) => ofDepartment(row.departmentId, 'resolved', number(row.resolved)) },
                { id: 'first', header: t('firstMedian'), numeric: true, from: 'md', cell: (row) => ofDepartment(row.departmentId, 'all', time(row.firstResponse.median)) },
                { id: 'wait', header: t('waitMedian'), numeric: true, from: 'md', cell: (row) => ofDepartment(row.departmentId, 'all', time(row.queueWait.median)) },
              ]}
            />
          </Section>
          {reaches(me.role, 'SUPERVISOR') && <Agents range={range} inPeriod={inPeriod} />}
        </div>
      )}
    </Page>
  );
}
