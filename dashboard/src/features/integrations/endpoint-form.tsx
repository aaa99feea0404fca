import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showProblem } from '@/lib/problems';
import { z } from '@/lib/schema';

import { type Endpoint, filterOf, isEverything, refresh } from './endpoint';

const schema = z.object({ url: z.url(), description: z.string().trim().max(200), eventFilter: z.string() });
type Values = z.infer<typeof schema>;

export function EndpointForm({ endpoint, onClose, onSecret }: { endpoint: Endpoint | null; onClose(): void; onSecret(secret: string): void }) {
  const { t } = useTranslation('integrations');
  const common = useTranslation().t;
  const { register, handleSubmit, formState, setError } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { url: endpoint?.url ?? 'https://', description: endpoint?.description ?? '', eventFilter: endpoint && !isEverything(endpoint.eventFilter) ? endpoint.eventFilter.join(', ') : '' },
  });
  const save = useMutation({
    async mutationFn(values: Values) {
      const body = { url: values.url, description: values.description || null, eventFilter: filterOf(values.eventFilter) };
      if (endpoint) await unwrap(api.PATCH('/api/webhook-endpoints/{id}', { params: { path: { id: endpoint.id } }, body }));
      else onSecret((await unwrap(api.POST('/api/webhook-endpoints', { body }))).secret);
    },
    onSuccess() {
      refresh();
      onClose();
    },
    onError: (error) => showProblem(error, setError, ['url', 'description', 'eventFilter']),
  });
  const wrong = (name: keyof Values, own: string) => {
    const error = formState.errors[name];
    return error && (error.type === 'server' ? error.message : own);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={endpoint ? t('editWebhook') : t('newWebhook')}
      footer={
        <Button type="submit" form="endpoint-form" variant="primary" busy={save.isPending}>
          {common('save')}
        </Button>
      }
    >
      <form id="endpoint-form" noValidate className="flex flex-col gap-4" onSubmit={handleSubmit((values) => save.mutate(values))}>
        <Field label={t('url')} hint={t('urlHint')} error={wrong('url', t('urlWrong'))}>
          {(wiring) => <Input {...wiring} {...register('url')} type="url" autoFocus />}
        </Field>
        <Field label={t('descriptionLabel')} error={wrong('description', common('field.tooLong', { count: 200 }))}>
          {(wiring) => <Input {...wiring} {...register('description')} />}
        </Field>
        <Field label={t('events')} hint={t('eventsHint')} error={wrong('eventFilter', t('urlWrong'))}>
          {(wiring) => <Input {...wiring} {...register('eventFilter')} className="font-mono text-sm" />}
        </Field>
      </form>
    </Dialog>
  );
}
