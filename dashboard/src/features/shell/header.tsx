import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { Mark } from '@/components/mark';
import { Kbd } from '@/components/ui/kbd';
import { useMe } from '@/lib/auth-store';
import { texts } from '@/lib/i18n';
import { lazyPart } from '@/lib/lazy-part';

import { ActiveDepartments } from './active-departments';
import { Connection } from './connection';
import { closeOverlay, openOverlay, useOverlay } from './overlay';
import { Presence } from './presence';
import { UserMenu } from './user-menu';

const Palette = lazyPart(() => import('./palette'));
const Help = lazyPart(async () => {
  await texts('shortcuts')();
  return import('./help');
});

export function Header() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const overlay = useOverlay((state) => state.overlay);
  return (
    <header className="flex h-12 items-center gap-2 px-3">
      <Link to="/dashboard" className="flex min-w-0 items-center gap-2.5 rounded-md pr-2" aria-label={`${me.company.name}: ${t('inbox')}`}>
        <Mark className="size-6.5 shrink-0" />
        <span className="truncate font-semibold tracking-tight max-sm:hidden">{me.company.name}</span>
      </Link>
      <button
        type="button"
        onClick={() => openOverlay('palette')}
        className="mx-auto flex h-8 w-full max-w-md items-center gap-2 rounded-md border bg-surface/70 px-2.5 text-sm text-ink-3 transition-colors hover:border-line-strong hover:bg-surface max-md:ml-auto max-md:mr-0 max-md:w-auto max-md:border-0 max-md:bg-transparent"
      >
        <Search className="size-4" aria-hidden />
        <span className="max-md:sr-only">{t('jump')}</span>
        <Kbd className="ml-auto max-md:hidden">Ctrl K</Kbd>
      </button>
      <div className="flex items-center gap-1">
        <Connection />
        <ActiveDepartments />
        <Presence />
        <UserMenu />
      </div>
      <Suspense>
        {overlay === 'palette' && <Palette onClose={closeOverlay} />}
        {overlay === 'help' && <Help onClose={closeOverlay} />}
      </Suspense>
    </header>
  );
}
