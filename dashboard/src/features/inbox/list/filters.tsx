import { ListFilter } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { lazyPart } from '@/lib/lazy-part';

import { useChatStore } from '../chat-store';

const FilterForm = lazyPart(() => import('./filter-form'));

export function Filters() {
  const { t } = useTranslation('inbox');
  const { filters, set } = useChatStore();
  const active = Object.values(filters).filter((value) => value !== undefined).length;
  return (
    <Popover
      align="end"
      className="w-80 p-4"
      trigger={
        <Button variant={active > 0 ? 'soft' : 'ghost'} size={active > 0 ? 'md' : 'icon'} aria-label={t('filters')}>
          <ListFilter />
          {active > 0 && <span className="tnum">{active}</span>}
        </Button>
      }
    >
      <Suspense fallback={<div className="h-52" />}>
        <FilterForm filters={filters} onChange={(change) => set({ filters: { ...filters, ...change } })} />
      </Suspense>
      <Button variant="ghost" className="mt-3 w-full" disabled={active === 0} onClick={() => set({ filters: {} })}>
        {t('clearFilters')}
      </Button>
    </Popover>
  );
}
