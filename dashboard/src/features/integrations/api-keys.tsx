import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from '@/lib/schema';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Schemas } from '@/api/types';
import { CheckList } from '@/components/check-list';
import { CopyText } from '@/components/copy-text';
import { DataTable } from '@/components/data-table';
import { Section } from '@/components/page';
import { EmptyState, ErrorState } from '@/components/states';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { fullTime, shortTime } from '@/lib/format';
import { showProblem } from '@/lib/problems';
import { toast } from '@/lib/toast';

type Scope = Schemas['KeyScope'];
const SCOPES: Scope[] = ['conversations:read', 'conversations:write', 'messages:send', 'contacts:read', 'contacts:write', 'users:read', 'departments:read', 'metrics:read', 'events:read', 'webhooks:manage', 'channels:read'];

/** Keys with which other programs call the API. */
export function ApiKeys() {
  const { t } = useTranslation('integrations');
  const common = useTranslation().t;
  const list = useQuery({ queryKey: keys.apiKeys(), queryFn: ({ signal }) => unwrap(api.GET('/api/api-keys', { signal })), staleTime: 0 });
  const [making, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<Schemas['ApiKey'] | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/api-keys/{id}', { params: { path: { id } } })),
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.apiKeys() });
      setLeaving(null);
    },
    onError: toast.problem,
  });
  const make = (
    <Button onClick={() => setMaking(true)}>
      <Plus />
      {t('newKey')}
    </Button>
  );
  return (
    <Section title={t('keys')} description={t('keysText')} actions={make}>
      {list.error ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : (
        <DataTable
          label={t('keys')}
          rows={list.data?.filter((key) => !key.revokedAt)}
          keyOf={(key) => key.id}
          empty={<EmptyState icon={KeyRound} title={t('keysEmpty')} text={t('keysEmptyText')} />}
          columns={[
            {
              id: 'name',
              header: t('name'),
              cell: (key) => (
                <>
                  <span className="font-medium">{key.name}</span>
                  <code className="block font-mono text-xs text-ink-3">{key.prefix}…</code>
                </>
              ),
            },
            { id: 'scopes', header: t('scopes'), from: 'md', cell: (key) => <span className="text-xs text-ink-2">{key.scopes.join(', ')}</span> },
            { id: 'used', header: t('lastUsed'), from: 'sm', cell: (key) => <span className="text-ink-3">{key.lastUsedAt ? shortTime(key.lastUsedAt, common('yesterday')) : t('never')}</span> },
            { id: 'expires', header: t('expires'), from: 'lg', cell: (key) => (key.expiresAt ? Date.parse(key.expiresAt) < list.dataUpdatedAt ? <Badge tone="danger">{t('expired')}</Badge> : fullTime(key.expiresAt) : <span className="text-ink-3">–</span>) },
            {
              id: 'actions',
              header: <span className="sr-only">{common('actions')}</span>,
              className: 'w-10',
              cell: (key) => (
                <Button variant="ghost" size="icon-sm" aria-label={`${t('revoke')}: ${key.name}`} onClick={() => setLeaving(key)}>
                  <Trash2 />
                </Button>
              ),
            },
          ]}
        />
      )}
      {making && <NewKey onClose={() => setMaking(false)} />}
      <Confirm
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t('revokeTitle', { name: leaving?.name })}
        description={t('revokeText')}
        action={t('revoke')}
        danger
        busy={revoke.isPending}
        onConfirm={() => leaving && revoke.mutate(leaving.id)}
      />
    </Section>
  );
}

const schema = z.object({ name: z.string().trim().min(1).max(80), scopes: z.array(z.string()).min(1), expiresAt: z.string() });
type Values = z.infer<typeof schema>;

function NewKey({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('integrations');
  const common = useTranslation().t;
  const { register, control, handleSubmit, formState, setError } = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { name: '', scopes: ['conversations:read'], expiresAt: '' } });
  const make = useMutation({
    mutationFn: ({ name, scopes, expiresAt }: Values) =>
      unwrap(api.POST('/api/api-keys', { body: { name, scopes: scopes as Scope[], ...(expiresAt ? { expiresAt: new Date(`${expiresAt}T23:59:59`).toISOString() } : {}) } })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: keys.apiKeys() }),
    onError: (error) => showProblem(error, setError, ['name', 'scopes', 'expiresAt']),
  });
  if (make.data) {
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()} title={make.data.name} description={t('secretOnce')}>
        <CopyText text={make.data.secret} label={t('secret')} />
      </Dialog>
    );
  }
  const { errors } = formState;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('newKey')}
      footer={
        <Button type="submit" form="key-form" variant="primary" busy={make.isPending}>
          {t('makeKey')}
        </Button>
      }
    >
      <form id="key-form" noValidate className="flex flex-col gap-4" onSubmit={handleSubmit((values) => make.mutate(values))}>
        <Field label={t('name')} hint={t('keyNameHint')} error={errors.name && (errors.name.type === 'server' ? errors.name.message : common('field.required'))}>
          {(wiring) => <Input {...wiring} {...register('name')} autoFocus />}
        </Field>
        <Controller
          name="scopes"
          control={control}
          render={({ field }) => (
            <CheckList
              label={t('scopes')}
              error={errors.scopes && (errors.scopes.type === 'server' ? errors.scopes.message : t('oneScope'))}
              value={field.value}
              onChange={field.onChange}
              choices={SCOPES.map((scope) => ({ value: scope, label: <code className="font-mono text-xs">{scope}</code> }))}
            />
          )}
        />
        <Field label={t('expires')} hint={t('expiresHint')} error={errors.expiresAt?.message}>
          {(wiring) => <Input {...wiring} {...register('expiresAt')} type="date" className="w-44" />}
        </Field>
      </form>
    </Dialog>
  );
}
