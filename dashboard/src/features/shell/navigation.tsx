import { Link, useRouterState } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Menu, MenuItem } from '@/components/ui/menu';
import { Tooltip } from '@/components/ui/tooltip';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { cn } from '@/lib/utils';

import { type PageEntry, PAGES } from './pages';

const look =
  'grid size-9 place-items-center rounded-lg text-ink-3 transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-text';

/** How many fit below the page on a telephone; the rest is behind "more". */
const ON_PHONE = 4;

/** A rail on the left; on a telephone a bar below. */
export function Navigation() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const here = useRouterState({ select: (state) => state.location.pathname });
  const inChat = here.startsWith('/dashboard/c/');
  // The inbox has every conversation below it, but not the other pages.
  const current = (page: PageEntry) => {
    const active = page.to === '/dashboard' ? here === '/dashboard' || inChat : here.startsWith(String(page.to));
    return { activeOptions: { exact: true }, 'aria-current': active ? ('page' as const) : undefined };
  };
  const pages = PAGES.filter((page) => reaches(me.role, page.role));
  const groups = [pages.filter((page) => page.group === 'work'), pages.filter((page) => page.group === 'setup')];
  return (
    <>
      <nav aria-label={t('navigation')} className="flex flex-col items-center gap-1 overflow-y-auto py-2 max-md:hidden">
        {groups.map((group, index) => (
          <div key={index} className="flex flex-col gap-1 not-first:mt-2 not-first:border-t not-first:pt-3 empty:hidden">
            {group.map((page) => (
              <Tooltip key={page.text} text={t(page.text)} side="right">
                <Link to={page.to} className={look} aria-label={t(page.text)} {...current(page)}>
                  <page.icon className="size-4.75" strokeWidth={1.75} />
                </Link>
              </Tooltip>
            ))}
          </div>
        ))}
      </nav>
      <nav aria-label={t('navigation')} className={cn('flex border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden', inChat && 'hidden')}>
        {pages.slice(0, pages.length > ON_PHONE + 1 ? ON_PHONE : ON_PHONE + 1).map((page) => (
          <Link
            key={page.text}
            to={page.to}
            {...current(page)}
            aria-label={page.short && t(page.text)}
            className="flex min-w-0 flex-1 flex-col items-center gap-0.5 px-1 py-1.5 text-2xs text-ink-3 aria-[current=page]:text-accent-text"
          >
            <page.icon className="size-5" strokeWidth={1.75} />
            <span className="max-w-full truncate">{t(page.short ?? page.text)}</span>
          </Link>
        ))}
        {pages.length > ON_PHONE + 1 && (
          <Menu
            side="top"
            trigger={
              <button type="button" className="flex flex-1 flex-col items-center gap-0.5 py-1.5 text-2xs text-ink-3">
                <Ellipsis className="size-5" />
                {t('more')}
              </button>
            }
          >
            {pages.slice(ON_PHONE).map((page) => (
              <MenuItem key={page.text} asChild>
                <Link to={page.to}>
                  <page.icon />
                  {t(page.text)}
                </Link>
              </MenuItem>
            ))}
          </Menu>
        )}
      </nav>
    </>
  );
}
