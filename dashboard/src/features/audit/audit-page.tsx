import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { addDays, format, parseISO } from 'date-fns';
import { Download, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { useUsers } from '@/api/people';
import type { Schemas } from '@/api/types';
import { DataTable } from '@/components/data-table';
import { Page } from '@/components/page';
import { EmptyState, ErrorState } from '@/components/states';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { saveFile } from '@/lib/download';
import { clock, fullTime, shortTime } from '@/lib/format';
import { toast } from '@/lib/toast';

type Item = Schemas['AuditItem'];

const ACTIONS = ['login', 'login_failed', 'logout', 'register', 'create', 'update', 'delete', 'assign', 'unassign', 'transfer', 'resolve', 'reopen', 'archive', 'start', 'send', 'resend', 'status_change', 'reset_request', 'reset_resolve', 'rotate', 'export', 'erase', 'retry', 'discard', 'denied'] as const;
const ENTITIES = ['user', 'conversation', 'message', 'department', 'channel', 'contact', 'note', 'quick_reply', 'tag', 'settings', 'webhook_endpoint', 'api_key', 'job', 'session'] as const;
const ANY = 'any';

interface Filter {
  userId: string;
  action: string;
  entity: string;
  outcome: string;
  from: string;
  to: string;
}
const NO_FILTER: Filter = { userId: ANY, action: ANY, entity: ANY, outcome: ANY, from: '', to: '' };

function queryOf({ from, to, ...chosen }: Filter) {
  const named = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== ANY));
  return {
    ...named,
    ...(from ? { from: parseISO(from).toISOString() } : {}),
    ...(to ? { to: addDays(parseISO(to), 1).toISOString() } : {}),
  };
}

/** Who did what, the newest first. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  const common = useTranslation().t;
  const [filter, setFilter] = useState(NO_FILTER);
  const [open, setOpen] = useState<Item | null>(null);
  const query = queryOf(filter);
  const people = useUsers();
  const audit = useInfiniteQuery({
    queryKey: keys.audit(query),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/audit', { params: { query: { ...query, cursor: pageParam, limit: 50 } }, signal })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // No event tells of it: each visit reads it anew.
    staleTime: 0,
  });
  const save = useMutation({
    mutationFn: () => unwrap(api.GET('/api/audit/export', { params: { query }, parseAs: 'blob' })),
    onSuccess: (file) => saveFile(file as Blob, `audit-${format(new Date(), 'yyyy-MM-dd')}.csv`),
    onError: toast.problem,
  });
  const rows = audit.data?.pages.flatMap((page) => page.items);
  const choices = (any: string, values: readonly string[], name: (value: string) => string) => [{ value: ANY, label: any }, ...values.map((value) => ({ value, label: name(value) }))];
  const set = (name: keyof Filter) => (value: string) => setFilter({ ...filter, [name]: value });
  const action = (value: string) => t(`action.${value as (typeof ACTIONS)[number]}`);
  const entity = (value: string) => t(`entity.${value as (typeof ENTITIES)[number]}`);
  const who = (item: Item) => people.data?.find((user) => user.id === item.userId)?.name ?? item.actorEmail ?? (item.apiKeyId ? t('apiKey') : t('system'));
  return (
    <Page
      title={t('title')}
      actions={
        <Button busy={save.isPending} onClick={() => save.mutate()}>
          <Download />
          {t('export')}
        </Button>
      }
      toolbar={
        <div className="grid w-full grid-cols-2 gap-2 sm:flex sm:flex-wrap">
          <Select aria-label={t('who')} className="sm:w-44" value={filter.userId} onChange={set('userId')} choices={[{ value: ANY, label: t('anyone') }, ...(people.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [])]} />
          <Select aria-label={t('what')} className="sm:w-44" value={filter.action} onChange={set('action')} choices={choices(t('anyAction'), ACTIONS, action)} />
          <Select aria-label={t('on')} className="sm:w-44" value={filter.entity} onChange={set('entity')} choices={choices(t('anyEntity'), ENTITIES, entity)} />
          <Select aria-label={t('outcome')} className="sm:w-48" value={filter.outcome} onChange={set('outcome')} choices={choices(t('anyOutcome'), ['OK', 'FAILED'], (value) => t(`outcomeOf.${value as 'OK'}`))} />
          <Input type="date" aria-label={t('from')} className="sm:w-38" value={filter.from} onChange={(event) => set('from')(event.target.value)} />
          <Input type="date" aria-label={t('to')} className="sm:w-38" value={filter.to} onChange={(event) => set('to')(event.target.value)} />
        </div>
      }
    >
      {audit.error ? (
        <ErrorState error={audit.error} retry={() => void audit.refetch()} />
      ) : (
        <DataTable
          label={t('title')}
          rows={rows}
          keyOf={(item) => item.id}
          onRow={(item) => setOpen(item)}
          more={{ available: audit.hasNextPage, busy: audit.isFetchingNextPage, load: () => void audit.fetchNextPage() }}
          empty={<EmptyState icon={ScrollText} title={t('emptyTitle')} text={t('emptyText')} action={<Button onClick={() => setFilter(NO_FILTER)}>{t('clear')}</Button>} />}
          columns={[
            {
              id: 'when',
              header: t('when'),
              className: 'whitespace-nowrap',
              cell: (item) => {
                const day = shortTime(item.timestamp, common('yesterday'));
                return <span className="tnum text-ink-2">{day === clock(item.timestamp) ? day : `${day}, ${clock(item.timestamp)}`}</span>;
              },
            },
            { id: 'who', header: t('who'), className: 'max-w-0 w-1/4', cell: (item) => <span className="block truncate">{who(item)}</span> },
            {
              id: 'what',
              header: t('what'),
              cell: (item) => (
                <>
                  <span className="font-medium">{action(item.action)}</span> <span className="text-ink-3">{entity(item.entity)}</span>
                </>
              ),
            },
            { id: 'outcome', header: t('outcome'), from: 'sm', cell: (item) => (item.outcome === 'OK' ? <span className="text-ink-3">{t('outcomeOf.OK')}</span> : <Badge tone="danger">{item.status ?? t('outcomeOf.FAILED')}</Badge>) },
            { id: 'ip', header: t('address'), from: 'lg', cell: (item) => <span className="tnum text-ink-3">{item.ipAddress}</span> },
          ]}
        />
      )}
      <Dialog open={open !== null} onOpenChange={(shown) => !shown && setOpen(null)} shape="drawer" title={open ? `${action(open.action)} ${entity(open.entity)}` : ''}>
        {open && (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2 text-sm">
            {(
              [
                ['when', fullTime(open.timestamp)],
                ['who', who(open)],
                ['outcome', `${open.outcome}${open.status ? ` (${open.status})` : ''}`],
                ['object', open.entityId],
                ['address', open.ipAddress],
                ['browser', open.userAgent],
                ['request', open.requestId],
              ] as const
            ).map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="text-ink-3">{t(label)}</dt>
                <dd className="[overflow-wrap:anywhere]">{value ?? '–'}</dd>
              </div>
            ))}
            <dt className="text-ink-3">{t('details')}</dt>
            <dd>
              <pre className="overflow-x-auto rounded-md bg-sunken p-2.5 font-mono text-xs">{JSON.stringify(open.metadata, null, 2)}</pre>
            </dd>
          </dl>
        )}
      </Dialog>
    </Page>
  );
}
