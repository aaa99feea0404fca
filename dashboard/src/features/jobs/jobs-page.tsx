import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import { Page, Section } from '@/components/page';
import { Segments } from '@/components/segments';
import { ErrorState } from '@/components/states';
import { Button } from '@/components/ui/button';
import { clock, number } from '@/lib/format';
import { cn } from '@/lib/utils';

import { Health, Stages } from './stages';
import { DeadJobs, Inbox, inboxList } from './stuck';

type Kind = 'jobs' | 'DEAD' | 'PARKED';

/** What waits, what is stuck, and what was given up. Events tell of what was given up; the rest is read at each visit, and by the button. */
export function JobsPage() {
  const { t } = useTranslation('jobs');
  const [chosen, setChosen] = useState<Kind | null>(null);
  const summary = useQuery({ queryKey: keys.jobs('summary'), queryFn: ({ signal }) => unwrap(api.GET('/api/jobs/summary', { signal })), staleTime: 0 });
  const parked = useInfiniteQuery(inboxList('PARKED'));
  const data = summary.data;
  // Unless one was chosen, the first list that has something to show.
  const kind: Kind = chosen ?? (data && data.deadJobs === 0 && data.deadEvents > 0 ? 'DEAD' : 'jobs');
  const kept = parked.data?.pages.flatMap((page) => page.items).length ?? 0;
  // Nobody sums up what is kept for later: it is counted as far as it is read.
  const counts: Record<Kind, string> = {
    jobs: data?.deadJobs ? number(data.deadJobs) : '',
    DEAD: data?.deadEvents ? number(data.deadEvents) : '',
    PARKED: kept > 0 ? number(kept) + (parked.hasNextPage ? '+' : '') : '',
  };
  return (
    <Page
      title={t('title')}
      description={summary.dataUpdatedAt > 0 ? t('asOf', { time: clock(new Date(summary.dataUpdatedAt).toISOString()) }) : t('description')}
      actions={
        <Button busy={summary.isFetching} onClick={() => void queryClient.invalidateQueries({ queryKey: keys.jobs() })}>
          <RefreshCw />
          {t('refresh')}
        </Button>
      }
    >
      {summary.error ? (
        <ErrorState error={summary.error} retry={() => void summary.refetch()} />
      ) : (
        <>
          {data && <Health summary={data} />}
          <Stages summary={data} />
        </>
      )}
      <div className="mt-8">
        <Section
          title={t('stuck')}
          description={t(`text.${kind}`)}
          actions={
            <Segments
              label={t('stuck')}
              value={kind}
              onChange={(next) => setChosen(next)}
              choices={(['jobs', 'DEAD', 'PARKED'] as const).map((value) => ({
                value,
                label: (
                  <>
                    {t(`kind.${value}`)}
                    {counts[value] && <span className={cn('tnum ml-1.5', value === 'PARKED' ? 'text-ink-3' : 'text-danger')}>{counts[value]}</span>}
                  </>
                ),
              }))}
            />
          }
        >
          {kind === 'jobs' ? <DeadJobs /> : <Inbox key={kind} state={kind} />}
        </Section>
      </div>
    </Page>
  );
}
