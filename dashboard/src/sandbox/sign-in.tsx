import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, problemDetail, unwrap } from '@/api/client';
import { Mark } from '@/components/mark';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useAuthStore } from '@/lib/auth-store';

/** The demonstration's links carry a log-in in the fragment, which never leaves the browser. */
function fromFragment(): { email: string; password: string } | null {
  const wish = new URLSearchParams(location.hash.slice(1));
  const [email, password] = [wish.get('email'), wish.get('password')];
  return email && password ? { email, password } : null;
}

export function SignIn() {
  const { t } = useTranslation('sandbox');
  const common = useTranslation().t;
  const [given] = useState(fromFragment);
  const [email, setEmail] = useState(given?.email ?? '');
  const [password, setPassword] = useState(given?.password ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const enter = async () => {
    setBusy(true);
    try {
      const { user, token } = await unwrap(api.POST('/api/auth/login', { body: { email, password } }));
      useAuthStore.getState().setAuth(user, token);
    } catch (error) {
      setProblem(problemDetail(error, common('unreachable')));
      setBusy(false);
    }
  };
  useEffect(() => {
    if (!given) return;
    history.replaceState(null, '', location.pathname);
    void enter();
    // Once, for the address the page was opened with.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <main className="grid h-full place-items-center overflow-y-auto bg-(--stage) p-4">
      <div className="w-full max-w-sm">
        <Mark className="size-9" />
        <h1 className="mt-5 text-2xl font-semibold tracking-tight">{t('signIn.title')}</h1>
        <p className="mt-1 text-ink-2">{t('signIn.text')}</p>
        <form
          className="mt-6 flex flex-col gap-4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void enter();
          }}
        >
          <Field label={t('signIn.email')}>{(wiring) => <Input {...wiring} type="email" value={email} autoComplete="username" className="h-10" onChange={(event) => setEmail(event.target.value)} />}</Field>
          <Field label={t('signIn.password')} error={problem}>
            {(wiring) => <Input {...wiring} type="password" value={password} autoComplete="current-password" className="h-10" onChange={(event) => setPassword(event.target.value)} />}
          </Field>
          <Button type="submit" variant="primary" size="lg" busy={busy} disabled={!email || !password}>
            {t('signIn.submit')}
          </Button>
        </form>
      </div>
    </main>
  );
}
