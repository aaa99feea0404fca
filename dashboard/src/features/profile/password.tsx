import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useAuthStore, useMe } from '@/lib/auth-store';
import { showProblem } from '@/lib/problems';
import { z } from '@/lib/schema';
import { toast } from '@/lib/toast';
import { realtime } from '@/realtime/start';

const passwordSchema = z.object({ currentPassword: z.string().min(1), password: z.string().min(8).max(128) });
type Passwords = z.infer<typeof passwordSchema>;

export function Password() {
  const { t } = useTranslation('profile');
  const common = useTranslation().t;
  const me = useMe();
  const change = useMutation({
    async mutationFn(body: Passwords) {
      // A new password ends every session, also this one: it is begun again, so that the reader stays where they are.
      realtime.close();
      try {
        await unwrap(api.PATCH('/api/users/me', { body }));
        const { user, token } = await unwrap(api.POST('/api/auth/login', { body: { email: me.email, password: body.password } }));
        useAuthStore.getState().setAuth(user, token);
      } finally {
        realtime.connect();
      }
    },
  });
  const { register, handleSubmit, formState, setError, reset } = useForm<Passwords>({ resolver: zodResolver(passwordSchema), defaultValues: { currentPassword: '', password: '' } });
  const { errors } = formState;
  const wrong = (name: keyof Passwords, own: string) => {
    const error = errors[name];
    return error && (error.type === 'server' ? error.message : own);
  };
  return (
    <form
      noValidate
      className="grid max-w-md gap-4"
      onSubmit={handleSubmit((values) =>
        change.mutate(values, {
          onSuccess() {
            reset();
            toast.ok(t('passwordChanged'));
          },
          onError: (error) => showProblem(error, setError, ['currentPassword', 'password']),
        }),
      )}
    >
      <Field label={t('currentPassword')} error={wrong('currentPassword', common('field.required'))}>
        {(wiring) => <Input {...wiring} {...register('currentPassword')} type="password" autoComplete="current-password" />}
      </Field>
      <Field label={t('newPassword')} hint={t('passwordHint')} error={wrong('password', common('field.tooShort', { count: 8 }))}>
        {(wiring) => <Input {...wiring} {...register('password')} type="password" autoComplete="new-password" />}
      </Field>
      <Button type="submit" className="justify-self-start" busy={change.isPending}>
        {t('changePassword')}
      </Button>
    </form>
  );
}
