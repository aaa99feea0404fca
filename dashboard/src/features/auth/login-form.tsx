import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from '@/lib/schema';

import { api, problemCode, problemDetail, retryAfter, unwrap } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useAuthStore } from '@/lib/auth-store';

import { useEnter } from './use-enter';

const schema = z.object({ email: z.string().min(1), password: z.string().min(1) });
type Values = z.infer<typeof schema>;

/** The demonstration's links carry a log-in in the fragment, which never leaves the browser. */
function fromFragment(): Values | null {
  const wish = new URLSearchParams(location.hash.slice(1));
  const [email, password] = [wish.get('email'), wish.get('password')];
  return email && password ? { email, password } : null;
}

/** Seconds until `until`, counted down. */
function useCountdown(until: number | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : left;
}

export function LoginForm({ onTrouble }: { onTrouble(): void }) {
  const { t } = useTranslation('auth');
  const common = useTranslation().t;
  const endedBecause = useAuthStore((state) => state.endedBecause);
  const enter = useEnter();
  const [visible, setVisible] = useState(false);
  const [lockedUntil, setLockedUntil] = useState<number | null>(null);
  const locked = useCountdown(lockedUntil);
  const { register, handleSubmit, formState, setFocus, reset } = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { email: '', password: '' } });

  const login = useMutation({
    mutationFn: (body: Values) => unwrap(api.POST('/api/auth/login', { body })),
    onSuccess: ({ user, token }) => enter(user, token),
    onError(error) {
      if (problemCode(error) === 'login_locked') setLockedUntil(Date.now() + (retryAfter(error) ?? 60) * 1000);
      setFocus('password', { shouldSelect: true });
    },
  });

  useEffect(() => {
    const given = fromFragment();
    if (!given) return;
    history.replaceState(null, '', location.pathname + location.search);
    reset(given);
    login.mutate(given);
    // Once, for the address the page was opened with.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const problem = login.error && problemCode(login.error) !== 'login_locked' ? problemDetail(login.error, common('unreachable')) : null;
  const required = (wrong: unknown) => (wrong ? common('field.required') : undefined);
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <p className="mt-1 text-ink-2">{t('subtitle')}</p>
      {endedBecause && <p className="mt-4 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">{t(endedBecause)}</p>}
      <form className="mt-6 flex flex-col gap-4" noValidate onSubmit={handleSubmit((values) => login.mutate(values))}>
        <Field label={t('email')} error={required(formState.errors.email)}>
          {(wiring) => <Input {...wiring} {...register('email')} type="email" autoComplete="username" autoFocus className="h-10" />}
        </Field>
        <Field label={t('password')} error={required(formState.errors.password) ?? problem ?? undefined}>
          {(wiring) => (
            <div className="relative">
              <Input {...wiring} {...register('password')} type={visible ? 'text' : 'password'} autoComplete="current-password" className="h-10 pr-10" />
              <Button variant="ghost" size="icon-sm" className="absolute right-1.5 top-1.5" aria-label={t(visible ? 'hidePassword' : 'showPassword')} onClick={() => setVisible(!visible)}>
                {visible ? <EyeOff /> : <Eye />}
              </Button>
            </div>
          )}
        </Field>
        {locked > 0 && (
          <p role="alert" className="tnum rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
            {t('locked', { seconds: locked })}
          </p>
        )}
        <Button type="submit" variant="primary" size="lg" busy={login.isPending} disabled={locked > 0}>
          {t('signIn')}
        </Button>
      </form>
      <Button variant="link" className="mt-4 self-start" onClick={onTrouble}>
        {t('trouble')}
      </Button>
    </>
  );
}
