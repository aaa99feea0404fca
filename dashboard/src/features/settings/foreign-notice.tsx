import { GitMerge } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Notice } from '@/components/notice';
import { Button } from '@/components/ui/button';

import type { Settings } from './draft';
import { tabOf } from './tabs';
import type { Foreign } from './use-settings-draft';

/** What somebody else saved while one was writing, and what is to be decided about it. */
export function ForeignNotice({ foreign, onTheirs }: { foreign: Foreign; onTheirs(key: keyof Settings): void }) {
  const { t } = useTranslation('settings');
  if (foreign.theirs.length === 0) return null;
  const tabs = [...new Set(foreign.theirs.map((key) => t(`tab.${tabOf(key)}`)))];
  return (
    <Notice icon={GitMerge} tone="warn" className="mb-4">
      <p role="status">{t('foreign', { where: tabs.join(', ') })}</p>
      {foreign.both.map((key) => (
        <p key={key} className="mt-1 flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 flex-1">{t('foreignBoth', { where: t(`name.${key}`) })}</span>
          <Button size="sm" onClick={() => onTheirs(key)}>
            {t('takeTheirs')}
          </Button>
        </p>
      ))}
    </Notice>
  );
}
