import { Link } from '@tanstack/react-router';
import { LogOut, UserRound } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '@/api/client';
import { Avatar } from '@/components/ui/avatar';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { useAuthStore, useMe } from '@/lib/auth-store';
import { currentLanguage, LANGUAGES, setLanguage } from '@/lib/i18n';
import { lazyPart } from '@/lib/lazy-part';
import { type Theme, useTheme } from '@/lib/theme';

const PreferencesMenu = lazyPart(() => import('./preferences-menu'));

const THEMES: Theme[] = ['system', 'light', 'dark'];

export function UserMenu() {
  const { t } = useTranslation('shell');
  const common = useTranslation().t;
  const me = useMe();
  const { theme, setTheme } = useTheme();
  const logout = async () => {
    // Signed out here in any case; without a connection the server learns of it when the token expires.
    await api.POST('/api/auth/logout', { body: { everywhere: false } }).catch(() => undefined);
    useAuthStore.getState().logout();
  };
  return (
    <Menu
      className="w-60"
      trigger={
        <button type="button" aria-label={t('userMenu')} className="ml-1 rounded-full">
          <Avatar name={me.name} size="sm" className="size-7.5" />
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate text-sm font-medium">{me.name}</p>
        <p className="truncate text-xs text-ink-3">
          {common(`role.${me.role}`)}, {me.email}
        </p>
      </div>
      <MenuSeparator />
      <MenuLabel>{t('theme')}</MenuLabel>
      {THEMES.map((name) => (
        <MenuChoice key={name} chosen={theme === name} onChoose={() => setTheme(name)}>
          {t(`themes.${name}`)}
        </MenuChoice>
      ))}
      <MenuSeparator />
      <MenuLabel>{t('language')}</MenuLabel>
      {LANGUAGES.map((language) => (
        <MenuChoice key={language} chosen={currentLanguage() === language} onChoose={() => void setLanguage(language)}>
          {t(`languages.${language}`)}
        </MenuChoice>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/dashboard/profile">
          <UserRound />
          {t('profile')}
        </Link>
      </MenuItem>
      <Suspense fallback={<div className="h-32" />}>
        <PreferencesMenu />
      </Suspense>
      <MenuSeparator />
      <MenuItem onSelect={() => void logout()}>
        <LogOut />
        {t('logout')}
      </MenuItem>
    </Menu>
  );
}
