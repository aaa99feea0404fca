import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Kbd } from '@/components/ui/kbd';
import { usePreferences } from '@/lib/preferences';

/** What one needs on the first day; the rest is behind the last of them. */
const LESSONS = [
  [['J', 'K'], 'walk'],
  [['A'], 'take'],
  [['/'], 'quick'],
  [['Ctrl', 'K'], 'palette'],
  [['?'], 'all'],
] as const;

/** Beside the list while no conversation is chosen. */
export function NothingOpen() {
  const { t } = useTranslation('inbox');
  const { shortcuts } = usePreferences();
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 px-6 py-12 text-center">
      <MessagesSquare aria-hidden strokeWidth={1.5} className="mb-2 size-7 text-ink-3" />
      <p className="font-medium text-ink-2">{t('choose')}</p>
      <p className="max-w-sm text-balance text-sm text-ink-3">{t('chooseText')}</p>
      {shortcuts && (
        <dl className="mt-6 grid grid-cols-[auto_auto] items-center gap-x-4 gap-y-2.5 text-sm">
          {LESSONS.map(([keys, name]) => (
            <div key={name} className="contents">
              <dt className="flex justify-end gap-1">
                {keys.map((key) => (
                  <Kbd key={key} className="min-w-6 px-1.5 py-0.5 text-center">
                    {key}
                  </Kbd>
                ))}
              </dt>
              <dd className="text-left text-ink-2">{t(`lesson.${name}`)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
