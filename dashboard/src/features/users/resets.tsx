import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from '@/lib/schema';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { pendingResets } from '@/api/people';
import { queryClient } from '@/api/query-client';
import type { Schemas } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { shortTime } from '@/lib/format';
import { showProblem } from '@/lib/problems';
import { toast } from '@/lib/toast';

type Reset = Schemas['PasswordReset'];

/** Who has asked for a new password; nothing when nobody has. */
export function PendingResets() {
  const { t } = useTranslation('users');
  const common = useTranslation().t;
  const resets = useQuery(pendingResets());
  const [resolving, setResolving] = useState<Reset | null>(null);
  const reject = useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/users/password-resets/{id}/reject', { params: { path: { id } } })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: keys.passwordResets() }),
    onError: toast.problem,
  });
  const items = resets.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label={t('resets')} className="mb-5 rounded-lg border border-transparent bg-warn-soft px-3 py-2">
      <h2 className="flex items-center gap-2 text-sm font-medium text-warn">
        <KeyRound aria-hidden className="size-4" />
        {t('resetsCount', { count: items.length })}
      </h2>
      <ul className="mt-1 flex flex-col gap-1">
        {items.map((reset) => (
          <li key={reset.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <span className="font-medium">{reset.user.name}</span>
            <span className="min-w-0 flex-1 truncate text-ink-2">
              {reset.reason} <span className="text-ink-3">({shortTime(reset.createdAt, common('yesterday'))})</span>
            </span>
            <span className="flex gap-1">
              <Button size="sm" variant="ghost" busy={reject.isPending && reject.variables === reset.id} onClick={() => reject.mutate(reset.id)}>
                {t('reject')}
              </Button>
              <Button size="sm" onClick={() => setResolving(reset)}>
                {t('setPassword')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {resolving && <NewPassword key={resolving.id} reset={resolving} onClose={() => setResolving(null)} />}
    </section>
  );
}

const schema = z.object({ newPassword: z.string().min(8).max(128) });
type Values = z.infer<typeof schema>;

function NewPassword({ reset, onClose }: { reset: Reset; onClose(): void }) {
  const { t } = useTranslation('users');
  const common = useTranslation().t;
  const { register, handleSubmit, formState, setError } = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { newPassword: '' } });
  const save = useMutation({
    mutationFn: (body: Values) => unwrap(api.POST('/api/users/password-resets/{id}/resolve', { params: { path: { id: reset.id } }, body })),
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.passwordResets() });
      toast.ok(t('passwordSet', { name: reset.user.name }));
      onClose();
    },
    onError: (error) => showProblem(error, setError, ['newPassword']),
  });
  const wrong = formState.errors.newPassword;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('passwordFor', { name: reset.user.name })}
      description={t('passwordForText')}
      footer={
        <Button type="submit" form="reset-form" variant="primary" busy={save.isPending}>
          {t('setPassword')}
        </Button>
      }
    >
      <form id="reset-form" noValidate onSubmit={handleSubmit((values) => save.mutate(values))}>
        <Field label={t('newPassword')} hint={t('passwordHint')} error={wrong && (wrong.type === 'server' ? wrong.message : common('field.tooShort', { count: 8 }))}>
          {(wiring) => <Input {...wiring} {...register('newPassword')} type="password" autoComplete="new-password" autoFocus />}
        </Field>
      </form>
    </Dialog>
  );
}
