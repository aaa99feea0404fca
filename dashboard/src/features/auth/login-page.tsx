import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { Mark } from '@/components/mark';

import { FirstAccessForm } from './first-access-form';
import { LoginForm } from './login-form';
import { TroubleForm } from './trouble-form';

export function LoginPage() {
  const { t } = useTranslation('auth');
  const [trouble, setTrouble] = useState(false);
  const bootstrap = useQuery({ queryKey: ['bootstrap'], queryFn: () => unwrap(api.GET('/api/auth/bootstrap')) });

  return (
    <main className="grid h-full overflow-y-auto bg-surface lg:grid-cols-[minmax(26rem,1fr)_1.1fr]">
      <div className="flex flex-col px-6 py-8 sm:px-12">
        <div className="flex items-center gap-2.5">
          <Mark className="size-7" />
          <span className="font-semibold tracking-tight">WPPConnector</span>
        </div>
        <div className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">
          {bootstrap.data?.needed ? (
            <FirstAccessForm tokenRequired={bootstrap.data.tokenRequired} />
          ) : trouble ? (
            <TroubleForm onBack={() => setTrouble(false)} />
          ) : (
            <LoginForm onTrouble={() => setTrouble(true)} />
          )}
        </div>
      </div>
      <aside aria-hidden className="relative hidden overflow-hidden bg-[oklch(0.36_0.06_195)] lg:block">
        <div className="absolute inset-0 bg-[radial-gradient(circle_at_75%_15%,oklch(0.5_0.085_190),transparent_55%),radial-gradient(circle_at_10%_95%,oklch(0.29_0.05_210),transparent_60%)]" />
        <div className="relative flex h-full flex-col justify-end p-14 text-white">
          <p className="max-w-md text-balance text-2xl font-medium leading-snug tracking-tight">{t('claim')}</p>
        </div>
      </aside>
    </main>
  );
}
