import { Compass, ExternalLink, MoonStar, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Mark } from '@/components/mark';
import { Button } from '@/components/ui/button';
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { Select } from '@/components/ui/select';
import { currentLanguage, LANGUAGES, setLanguage } from '@/lib/i18n';
import { useTheme } from '@/lib/theme';
import { cn } from '@/lib/utils';

import { chooseChannel, useStage } from './store';

const DOTS = { connecting: 'bg-warn', live: 'bg-ok', lost: 'bg-danger' };
const WORDS = { 'pt-BR': 'Português', en: 'English' };

export function TopBar({ onAdd, onPanel }: { onAdd(): void; onPanel?: () => void }) {
  const { t } = useTranslation('sandbox');
  const { channels, channel, connection } = useStage();
  const { theme, setTheme } = useTheme();
  return (
    <header className="flex h-13 shrink-0 items-center gap-3 border-b bg-surface px-3 sm:px-4">
      <Mark className="size-7 shrink-0" />
      <div className="min-w-0 leading-4">
        <h1 className="truncate text-sm font-semibold tracking-tight">{t('title')}</h1>
        <p className="hidden truncate text-xs text-ink-2 sm:block">{t('subtitle')}</p>
      </div>
      <span role="status" aria-label={t(`connection.${connection}`)} title={t(`connection.${connection}`)} className="flex items-center gap-1.5 text-xs text-ink-2">
        <span className={cn('size-2 rounded-full', DOTS[connection])} />
        <span className="max-sm:hidden">{t(`connection.${connection}`)}</span>
      </span>
      <div className="ml-auto flex items-center gap-1.5">
        {channels.length > 1 && channel && (
          <Select
            aria-label={t('channel')}
            value={channel.id}
            onChange={(id) => {
              const chosen = channels.find((one) => one.id === id);
              if (chosen) chooseChannel(chosen);
            }}
            choices={channels.map((one) => ({ value: one.id, label: one.name }))}
            className="w-44 max-sm:w-28"
          />
        )}
        <Menu
          trigger={
            <Button variant="ghost" size="icon" aria-label={`${t('theme.label')} · ${t('language')}`}>
              <MoonStar />
            </Button>
          }
        >
          <MenuLabel>{t('theme.label')}</MenuLabel>
          {(['system', 'light', 'dark'] as const).map((one) => (
            <MenuChoice key={one} chosen={theme === one} onChoose={() => setTheme(one)}>
              {t(`theme.${one}`)}
            </MenuChoice>
          ))}
          <MenuSeparator />
          <MenuLabel>{t('language')}</MenuLabel>
          {LANGUAGES.map((one) => (
            <MenuChoice key={one} chosen={currentLanguage() === one} onChoose={() => void setLanguage(one)}>
              {WORDS[one]}
            </MenuChoice>
          ))}
        </Menu>
        <Button className="max-sm:hidden" onClick={onAdd}>
          <Plus /> {t('person.add')}
        </Button>
        <Button asChild className="max-sm:hidden">
          <a href="/dashboard" target="wpc-dashboard">
            {t('openDashboard')} <ExternalLink />
          </a>
        </Button>
        {onPanel && (
          <Button variant="soft" size="icon" aria-label={t('panel.open')} onClick={onPanel}>
            <Compass />
          </Button>
        )}
      </div>
    </header>
  );
}
