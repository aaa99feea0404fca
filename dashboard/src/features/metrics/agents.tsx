import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { agentMetrics, type Range } from '@/api/metrics';
import { DataTable } from '@/components/data-table';
import { Section } from '@/components/page';
import { ErrorState } from '@/components/states';
import { Avatar } from '@/components/ui/avatar';
import { duration, number } from '@/lib/format';

import { time } from './time';
import { ToList } from './to-list';

/** Each agent over the period; for supervisors. */
export function Agents({ range, inPeriod }: { range: Range; inPeriod: { from: string; to?: string } }) {
  const { t } = useTranslation('metrics');
  const ofAgent = (agent: string, tab: 'all' | 'resolved', value: string) => <ToList search={{ tab, agent, ...inPeriod }}>{value}</ToList>;
  const agents = useQuery(agentMetrics(range));
  return (
    <Section title={t('agents')}>
      {agents.error ? (
        <ErrorState error={agents.error} retry={() => void agents.refetch()} />
      ) : (
        <DataTable
          label={t('agents')}
          rows={agents.data}
          keyOf={(row) => row.userId}
          empty={<p className="text-sm text-ink-3">{t('none')}</p>}
          columns={[
            {
              id: 'name',
              header: t('agent'),
              cell: (row) => (
                <span className="flex items-center gap-2.5">
                  <Avatar name={row.name} size="sm" status={row.onlineStatus} />
                  <span className="truncate">{row.name}</span>
                </span>
              ),
            },
            { id: 'active', header: t('activeNow'), numeric: true, cell: (row) => <ToList search={{ tab: 'all', agent: row.userId }}>{number(row.activeConversations)}</ToList> },
            { id: 'received', header: t('received'), numeric: true, from: 'sm', cell: (row) => ofAgent(row.userId, 'all', number(row.totalAssignments)) },
            { id: 'sent', header: t('sent'), numeric: true, from: 'md', cell: (row) => ofAgent(row.userId, 'all', number(row.totalMessagesSent)) },
            { id: 'resolved', header: t('series.resolved'), numeric: true, cell: (row) => ofAgent(row.userId, 'resolved', number(row.resolved)) },
            { id: 'first', header: t('firstMedian'), numeric: true, from: 'md', cell: (row) => ofAgent(row.userId, 'all', time(row.firstResponse.median)) },
            { id: 'online', header: t('online'), numeric: true, from: 'lg', cell: (row) => (row.onlineSeconds > 0 ? duration(row.onlineSeconds) : '–') },
          ]}
        />
      )}
    </Section>
  );
}
