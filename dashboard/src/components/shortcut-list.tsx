import { useTranslation } from 'react-i18next';

import { SHORTCUTS } from '@/lib/shortcuts';
import { cn } from '@/lib/utils';

import { Kbd } from './ui/kbd';

/** What each key does. */
export function ShortcutList({ className }: { className?: string }) {
  const { t } = useTranslation('shortcuts');
  return (
    <dl className={cn('grid text-sm', className)}>
      {SHORTCUTS.map(([keys, name]) => (
        <div key={name} className="flex items-center justify-between gap-3 border-b py-1.5">
          <dt className="text-ink-2">{t(name)}</dt>
          <dd className="flex gap-1">
            {keys.split(/[ +]/).map((key) => (
              <Kbd key={key} className="px-1.5 py-0.5">
                {key}
              </Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
