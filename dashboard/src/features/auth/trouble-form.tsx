import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { ArrowLeft, MailCheck } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from '@/lib/schema';

import { api, problemDetail, unwrap } from '@/api/client';
import { EmptyState } from '@/components/states';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';

const schema = z.object({ email: z.email(), reason: z.string().min(1).max(500) });
type Values = z.infer<typeof schema>;

/** Asks the administrator for a new password. The answer is the same for every address. */
export function TroubleForm({ onBack }: { onBack(): void }) {
  const { t } = useTranslation('auth');
  const common = useTranslation().t;
  const { register, handleSubmit, formState } = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { email: '', reason: '' } });
  const ask = useMutation({ mutationFn: (body: Values) => unwrap(api.POST('/api/auth/forgot-password', { body })) });

  const back = (
    <Button variant="ghost" className="-ml-2 mb-4 self-start" onClick={onBack}>
      <ArrowLeft />
      {t('backToLogin')}
    </Button>
  );
  if (ask.data) {
    return (
      <>
        <EmptyState icon={MailCheck} title={t('askedTitle')} text={ask.data.message} />
        {back}
      </>
    );
  }
  return (
    <>
      {back}
      <h1 className="text-2xl font-semibold tracking-tight">{t('troubleTitle')}</h1>
      <p className="mt-1 text-ink-2">{t('troubleText')}</p>
      <form className="mt-6 flex flex-col gap-4" noValidate onSubmit={handleSubmit((values) => ask.mutate(values))}>
        <Field label={t('email')} error={formState.errors.email && common('field.email')}>
          {(wiring) => <Input {...wiring} {...register('email')} type="email" autoComplete="username" autoFocus className="h-10" />}
        </Field>
        <Field
          label={t('reason')}
          hint={t('reasonHint')}
          error={formState.errors.reason ? common('field.required') : ask.error ? problemDetail(ask.error, common('unreachable')) : undefined}
        >
          {(wiring) => <Textarea {...wiring} {...register('reason')} rows={3} />}
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={ask.isPending}>
          {t('askHelp')}
        </Button>
      </form>
    </>
  );
}
