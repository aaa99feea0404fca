import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from '@/lib/schema';

import { api, problemDetail, unwrap } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

import { useEnter } from './use-enter';

const schema = z.object({ companyName: z.string().min(1), name: z.string().min(1), email: z.email(), password: z.string().min(8), token: z.string() });
type Values = z.infer<typeof schema>;

/** Makes the company and its first administrator. The server offers it once. */
export function FirstAccessForm({ tokenRequired }: { tokenRequired: boolean }) {
  const { t } = useTranslation('auth');
  const common = useTranslation().t;
  const enter = useEnter();
  const { register, handleSubmit, formState } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { companyName: '', name: '', email: '', password: '', token: '' },
  });
  const create = useMutation({
    mutationFn: ({ token, ...body }: Values) =>
      unwrap(api.POST('/api/auth/register', { body, headers: token ? { 'X-Bootstrap-Token': token } : {} })),
    // An empty company is shown what it needs first.
    onSuccess: ({ user, token }) => token && enter(user, token, '/dashboard/start'),
  });
  const { errors } = formState;
  const required = (wrong: unknown) => (wrong ? common('field.required') : undefined);
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{t('firstTitle')}</h1>
      <p className="mt-1 text-ink-2">{t('firstSubtitle')}</p>
      <form className="mt-6 flex flex-col gap-4" noValidate onSubmit={handleSubmit((values) => create.mutate(values))}>
        <Field label={t('company')} error={required(errors.companyName)}>
          {(wiring) => <Input {...wiring} {...register('companyName')} autoComplete="organization" autoFocus className="h-10" />}
        </Field>
        <Field label={t('yourName')} error={required(errors.name)}>
          {(wiring) => <Input {...wiring} {...register('name')} autoComplete="name" className="h-10" />}
        </Field>
        <Field label={t('email')} error={errors.email && common('field.email')}>
          {(wiring) => <Input {...wiring} {...register('email')} type="email" autoComplete="username" className="h-10" />}
        </Field>
        <Field label={t('password')} error={errors.password && common('field.tooShort', { count: 8 })}>
          {(wiring) => <Input {...wiring} {...register('password')} type="password" autoComplete="new-password" className="h-10" />}
        </Field>
        {tokenRequired && (
          <Field label={t('token')} hint={t('tokenHint')}>
            {(wiring) => <Input {...wiring} {...register('token')} autoComplete="off" className="h-10" />}
          </Field>
        )}
        {create.error && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
            {problemDetail(create.error, common('unreachable'))}
          </p>
        )}
        <Button type="submit" variant="primary" size="lg" busy={create.isPending}>
          {t('create')}
        </Button>
      </form>
    </>
  );
}
