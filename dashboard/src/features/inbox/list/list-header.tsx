import { ChevronDown, ListChecks, Search, SquarePen, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { ConversationCounts } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Menu, MenuChoice } from '@/components/ui/menu';
import { number } from '@/lib/format';
import { cn } from '@/lib/utils';

import { type Tab, useChatStore } from '../chat-store';
import { countOf } from '../use-lists';
import { Filters } from './filters';

const ALWAYS: Tab[] = ['mine', 'queue', 'unread', 'all'];
const BEHIND: Tab[] = ['bot', 'resolved', 'archived'];

export function ListHeader({ numbers }: { numbers: ConversationCounts | undefined }) {
  const { t } = useTranslation('inbox');
  const { tab, search, set } = useChatStore();
  const picking = useChatStore((state) => state.picked !== null);
  const figure = (of: Tab) => {
    const count = countOf(of, numbers);
    return count ? number(count) + (numbers?.capped && count >= 1000 ? '+' : '') : '';
  };
  const look = 'relative flex h-9 shrink-0 items-center gap-1.5 px-2 text-sm text-ink-2 transition-colors hover:text-ink';
  const underline = 'after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-full after:bg-accent';
  const behind = BEHIND.includes(tab) ? tab : null;
  return (
    <div className="border-b">
      <div className="flex items-center gap-1.5 px-3 pb-1 pt-3">
        <div className="relative flex-1">
          <Search aria-hidden className="pointer-events-none absolute left-2.5 top-2.25 size-4 text-ink-3" />
          <Input
            id="inbox-search"
            type="search"
            value={search}
            onChange={(event) => set({ search: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                set({ search: '' });
                event.currentTarget.blur();
              }
            }}
            placeholder={t('searchShort')}
            aria-label={t('search')}
            className="border-transparent bg-sunken pl-8 [&::-webkit-search-cancel-button]:hidden"
          />
          {search && (
            <Button variant="ghost" size="icon-sm" className="absolute right-0.75 top-0.75" aria-label={t('clearSearch')} onClick={() => set({ search: '' })}>
              <X />
            </Button>
          )}
        </div>
        <Filters />
        <Button variant={picking ? 'soft' : 'ghost'} size="icon" aria-label={t('bulk.choose')} title={t('bulk.choose')} aria-pressed={picking} onClick={() => set({ picked: picking ? null : [] })}>
          <ListChecks />
        </Button>
        <Button variant="ghost" size="icon" aria-label={t('new.title')} title={t('new.title')} onClick={() => set({ dialog: 'new' })}>
          <SquarePen />
        </Button>
      </div>
      <div className={cn('flex items-center px-1', search.trim() && 'opacity-50')}>
        <div role="tablist" aria-label={t('title')} className="flex items-center">
          {ALWAYS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={tab === name}
              onClick={() => set({ tab: name, search: '', picked: null })}
              className={cn(look, tab === name && `font-medium text-ink ${underline}`)}
            >
              {t(`tabs.${name}`)}
              <span className="tnum text-xs font-normal text-ink-3 empty:hidden">{figure(name)}</span>
            </button>
          ))}
        </div>
        <Menu
          className="min-w-48"
          trigger={
            <button type="button" aria-label={t('moreTabs')} className={cn(look, 'ml-auto min-w-0', behind && `font-medium text-ink ${underline}`)}>
              {behind && <span className="truncate">{t(`tabs.${behind}`)}</span>}
              <ChevronDown className="size-4 shrink-0" />
            </button>
          }
        >
          {BEHIND.map((name) => (
            <MenuChoice key={name} chosen={tab === name} onChoose={() => set({ tab: name, search: '', picked: null })}>
              {t(`tabs.${name}`)}
              <span className="tnum ml-auto text-xs text-ink-3">{figure(name)}</span>
            </MenuChoice>
          ))}
        </Menu>
      </div>
    </div>
  );
}
