import { type InfiniteData, infiniteQueryOptions, type UseInfiniteQueryResult, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { CircleCheck, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import { DataTable } from '@/components/data-table';
import { EmptyState, ErrorState } from '@/components/states';
import { Button } from '@/components/ui/button';
import { fullTime, shortTime } from '@/lib/format';
import { toast } from '@/lib/toast';

import { StuckDetails } from './stuck-details';

export interface Stuck {
  id: string;
  /** The queue of a job, or the kind of an event. */
  what: string;
  at: string;
  attempts: number;
  error: string | null;
  body: unknown;
}

export type What = 'retry' | 'discard';

/** Jobs that failed in all their attempts. */
export function DeadJobs() {
  const list = useInfiniteQuery({
    queryKey: keys.jobs('dead'),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/jobs/dead', { params: { query: { cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
  const rows = list.data?.pages.flatMap((page) => page.items).map((job) => ({ id: job.id, what: job.queue, at: job.deadAt, attempts: job.attempts, error: job.lastError, body: job.payload }));
  return <StuckTable list={list} rows={rows} call={(id, what) => unwrap(api.POST(`/api/jobs/dead/{id}/${what}`, { params: { path: { id } } }))} />;
}

/** Events of one state, page by page. */
export function inboxList(state: 'DEAD' | 'PARKED') {
  return infiniteQueryOptions({
    queryKey: keys.jobs(`inbox-${state}`),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/jobs/inbox', { params: { query: { state, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
}

/** Events of providers that could not be processed, or that nobody knows yet. */
export function Inbox({ state }: { state: 'DEAD' | 'PARKED' }) {
  const list = useInfiniteQuery(inboxList(state));
  const rows = list.data?.pages
    .flatMap((page) => page.items)
    .map((event) => ({ id: String(event.id), what: event.kind, at: event.receivedAt, attempts: event.attempts, error: event.error, body: event.body }));
  return <StuckTable list={list} rows={rows} call={(id, what) => unwrap(api.POST(`/api/jobs/inbox/{id}/${what}`, { params: { path: { id: Number(id) } } }))} />;
}

interface Props<Page> {
  list: UseInfiniteQueryResult<InfiniteData<Page>>;
  rows: Stuck[] | undefined;
  call(id: string, what: What): Promise<unknown>;
}

function StuckTable<Page>({ list, rows, call }: Props<Page>) {
  const { t } = useTranslation('jobs');
  const common = useTranslation().t;
  const [open, setOpen] = useState<Stuck | null>(null);
  const act = useMutation({
    async mutationFn({ ids, what }: { ids: string[]; what: What }) {
      // One after the other: they may be many, and each is work for the server.
      for (const id of ids) await call(id, what);
    },
    onSuccess(_, { ids, what }) {
      toast.ok(t(`done.${what}`, { count: ids.length }));
      setOpen(null);
    },
    onError: toast.problem,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.jobs() }),
  });
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const name = (what: string) => t(`name.${what}` as 'name.send-outbound', { defaultValue: what });
  return (
    <>
      {rows && rows.length > 1 && (
        <div className="flex justify-end pb-2">
          <Button size="sm" busy={act.isPending && act.variables.ids.length > 1} onClick={() => act.mutate({ ids: rows.map((row) => row.id), what: 'retry' })}>
            <RotateCw />
            {t('retryAll', { count: rows.length })}
          </Button>
        </div>
      )}
      <DataTable
        label={t('stuck')}
        rows={rows}
        keyOf={(row) => row.id}
        onRow={(row) => setOpen(row)}
        more={{ available: list.hasNextPage, busy: list.isFetchingNextPage, load: () => void list.fetchNextPage() }}
        empty={<EmptyState icon={CircleCheck} title={t('emptyTitle')} text={t('emptyText')} />}
        columns={[
          { id: 'what', header: t('what'), className: 'whitespace-nowrap', cell: (row) => <span className="font-medium">{name(row.what)}</span> },
          { id: 'error', header: t('error'), className: 'max-w-0 w-full', cell: (row) => <span className="block truncate text-ink-2">{row.error}</span> },
          { id: 'attempts', header: t('attempts'), numeric: true, from: 'sm', cell: (row) => row.attempts },
          {
            id: 'at',
            header: t('when'),
            numeric: true,
            className: 'whitespace-nowrap',
            cell: (row) => (
              <time dateTime={row.at} title={fullTime(row.at)} className="text-ink-3">
                {shortTime(row.at, common('yesterday'))}
              </time>
            ),
          },
        ]}
      />
      {open && <StuckDetails item={open} name={name(open.what)} busy={act.isPending ? act.variables.what : null} onAct={(what) => act.mutate({ ids: [open.id], what })} onClose={() => setOpen(null)} />}
    </>
  );
}
