import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { DataTable } from '@/components/data-table';
import { ErrorState } from '@/components/states';
import { Badge } from '@/components/ui/badge';
import { Dialog } from '@/components/ui/dialog';
import { shortTime } from '@/lib/format';

import type { Endpoint } from './endpoint';

/** What an endpoint was told, and what it answered. */
export function Deliveries({ endpoint, onClose }: { endpoint: Endpoint; onClose(): void }) {
  const { t } = useTranslation('integrations');
  const common = useTranslation().t;
  const list = useInfiniteQuery({
    queryKey: [...keys.webhookEndpoints(), endpoint.id, 'deliveries'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/webhook-endpoints/{id}/deliveries', { params: { path: { id: endpoint.id }, query: { cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
  return (
    <Dialog open wide shape="drawer" onOpenChange={(open) => !open && onClose()} title={t('deliveries')} description={endpoint.url}>
      {list.error ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : (
        <DataTable
          label={t('deliveries')}
          rows={list.data?.pages.flatMap((page) => page.items)}
          keyOf={(item) => item.webhookId}
          more={{ available: list.hasNextPage, busy: list.isFetchingNextPage, load: () => void list.fetchNextPage() }}
          empty={<p className="py-4 text-sm text-ink-3">{t('deliveriesEmpty')}</p>}
          columns={[
            { id: 'at', header: t('when'), cell: (item) => <span className="tnum">{shortTime(item.createdAt, common('yesterday'))}</span> },
            { id: 'state', header: t('status'), cell: (item) => <Badge tone={item.state === 'DELIVERED' ? 'ok' : item.state === 'PENDING' ? 'warn' : 'danger'}>{t(`delivery.${item.state}`)}</Badge> },
            { id: 'answer', header: t('answer'), className: 'max-w-0 w-full', cell: (item) => <span className="block truncate text-xs text-ink-3">{item.lastStatus ? `HTTP ${item.lastStatus} ` : ''}{item.lastError ?? item.responseExcerpt}</span> },
            { id: 'attempts', header: t('attempts'), numeric: true, cell: (item) => item.attempts },
          ]}
        />
      )}
    </Dialog>
  );
}
