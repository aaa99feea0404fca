import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis, Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { CopyText } from '@/components/copy-text';
import { DataTable } from '@/components/data-table';
import { Section } from '@/components/page';
import { EmptyState, ErrorState } from '@/components/states';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Dialog } from '@/components/ui/dialog';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/lib/toast';

import { Deliveries } from './deliveries';
import { type Endpoint, isEverything, refresh } from './endpoint';
import { EndpointForm } from './endpoint-form';
import { Replay } from './replay';

type Act = 'edit' | 'deliveries' | 'replay' | 'rotate' | 'delete';

const TONES: Record<Endpoint['status'], Tone> = { ACTIVE: 'ok', PAUSED: 'neutral', FAILING: 'warn', DISABLED: 'danger' };

/** Where events are told to other programs. */
export function Webhooks() {
  const { t } = useTranslation('integrations');
  const common = useTranslation().t;
  const list = useQuery({ queryKey: keys.webhookEndpoints(), queryFn: ({ signal }) => unwrap(api.GET('/api/webhook-endpoints', { signal })), staleTime: 0 });
  const [making, setMaking] = useState(false);
  const [act, setAct] = useState<{ what: Act; id: string } | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const endpoint = list.data?.find((item) => item.id === act?.id);
  const close = () => setAct(null);
  const run = useMutation({
    mutationFn: ({ id, what }: { id: string; what: 'pause' | 'resume' }) => unwrap(api.POST(`/api/webhook-endpoints/{id}/${what}`, { params: { path: { id } } })),
    onSuccess: refresh,
    onError: toast.problem,
  });
  const test = useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/webhook-endpoints/{id}/test', { params: { path: { id } } })),
    onSuccess(result) {
      if (result.delivered) toast.ok(t('testOk', { status: result.status, time: result.durationMs }));
      else toast.show({ tone: 'danger', title: t('testFailed'), text: result.error ?? (result.status ? `HTTP ${result.status}` : undefined) });
    },
    onError: toast.problem,
  });
  const risky = useMutation({
    async mutationFn({ id, what }: { id: string; what: 'rotate' | 'delete' }) {
      const params = { path: { id } };
      if (what === 'delete') await unwrap(api.DELETE('/api/webhook-endpoints/{id}', { params }));
      else setSecret((await unwrap(api.POST('/api/webhook-endpoints/{id}/rotate-secret', { params }))).secret);
    },
    onSuccess() {
      refresh();
      close();
    },
    onError: toast.problem,
  });
  const confirmed = act?.what === 'rotate' || act?.what === 'delete' ? act.what : null;
  return (
    <Section
      title={t('webhooks')}
      description={t('webhooksText')}
      actions={
        <Button onClick={() => setMaking(true)}>
          <Plus />
          {t('newWebhook')}
        </Button>
      }
    >
      {list.error ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : (
        <DataTable
          label={t('webhooks')}
          rows={list.data}
          keyOf={(item) => item.id}
          empty={<EmptyState icon={Webhook} title={t('webhooksEmpty')} text={t('webhooksEmptyText')} />}
          columns={[
            {
              id: 'url',
              header: t('url'),
              className: 'max-w-0 w-full md:w-1/2',
              cell: (item) => (
                <>
                  <span className="block truncate font-medium">{item.description ?? item.url}</span>
                  {item.description && <span className="block truncate font-mono text-xs text-ink-3">{item.url}</span>}
                </>
              ),
            },
            { id: 'events', header: t('events'), from: 'lg', cell: (item) => <span className="text-xs text-ink-2">{isEverything(item.eventFilter) ? t('allEvents') : item.eventFilter.join(', ')}</span> },
            { id: 'status', header: t('status'), cell: (item) => <Badge tone={TONES[item.status]}>{t(`statusOf.${item.status}`)}</Badge> },
            {
              id: 'actions',
              header: <span className="sr-only">{common('actions')}</span>,
              className: 'w-10',
              cell: (item) => (
                <Menu
                  trigger={
                    <Button variant="ghost" size="icon-sm" busy={test.isPending && test.variables === item.id} aria-label={`${common('actions')}: ${item.url}`}>
                      <Ellipsis />
                    </Button>
                  }
                >
                  <MenuItem onSelect={() => setAct({ what: 'deliveries', id: item.id })}>{t('deliveries')}</MenuItem>
                  <MenuItem onSelect={() => test.mutate(item.id)}>{t('test')}</MenuItem>
                  <MenuItem onSelect={() => setAct({ what: 'edit', id: item.id })}>{common('edit')}</MenuItem>
                  <MenuItem onSelect={() => setAct({ what: 'replay', id: item.id })}>{t('replay')}</MenuItem>
                  <MenuItem onSelect={() => run.mutate({ id: item.id, what: item.status === 'ACTIVE' || item.status === 'FAILING' ? 'pause' : 'resume' })}>
                    {t(item.status === 'ACTIVE' || item.status === 'FAILING' ? 'pause' : 'resume')}
                  </MenuItem>
                  <MenuItem onSelect={() => setAct({ what: 'rotate', id: item.id })}>{t('rotate')}</MenuItem>
                  <MenuSeparator />
                  <MenuItem danger onSelect={() => setAct({ what: 'delete', id: item.id })}>
                    {common('delete')}
                  </MenuItem>
                </Menu>
              ),
            },
          ]}
        />
      )}
      {making && <EndpointForm endpoint={null} onClose={() => setMaking(false)} onSecret={setSecret} />}
      {endpoint && act?.what === 'edit' && <EndpointForm key={endpoint.id} endpoint={endpoint} onClose={close} onSecret={setSecret} />}
      {endpoint && act?.what === 'deliveries' && <Deliveries endpoint={endpoint} onClose={close} />}
      {endpoint && act?.what === 'replay' && <Replay endpoint={endpoint} onClose={close} />}
      <Confirm
        open={confirmed !== null}
        onOpenChange={(open) => !open && close()}
        title={t(confirmed === 'rotate' ? 'rotateTitle' : 'deleteTitle')}
        description={t(confirmed === 'rotate' ? 'rotateText' : 'deleteText')}
        action={confirmed === 'rotate' ? t('rotate') : common('delete')}
        danger
        busy={risky.isPending}
        onConfirm={() => act && confirmed && risky.mutate({ id: act.id, what: confirmed })}
      />
      <Dialog open={secret !== null} onOpenChange={(open) => !open && setSecret(null)} title={t('secret')} description={t('secretOnce')}>
        <CopyText text={secret ?? ''} label={t('secret')} />
      </Dialog>
    </Section>
  );
}
