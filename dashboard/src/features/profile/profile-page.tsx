import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Schemas } from '@/api/types';
import { CheckList } from '@/components/check-list';
import { Page, Section } from '@/components/page';
import { Segments } from '@/components/segments';
import { ShortcutList } from '@/components/shortcut-list';
import { SwitchRow } from '@/components/switch-row';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { useAuthStore, useMe } from '@/lib/auth-store';
import { currentLanguage, LANGUAGES, setLanguage } from '@/lib/i18n';
import { type Theme, useTheme } from '@/lib/theme';
import { toast } from '@/lib/toast';

import { Name } from './name';
import { Password } from './password';
import { useChange } from './use-change';
import { Volume } from './volume';

const THEMES: Theme[] = ['system', 'light', 'dark'];

export function ProfilePage() {
  const { t } = useTranslation('profile');
  const me = useMe();
  const { theme, setTheme } = useTheme();
  const change = useChange();
  const [leaving, setLeaving] = useState(false);
  const preferences = me.preferences as Schemas['UserPreferences'];
  const prefer = (next: Schemas['UserPreferences']) => change.mutate({ preferences: { ...preferences, ...next } }, { onError: toast.problem });
  const everywhere = useMutation({
    mutationFn: () => unwrap(api.POST('/api/auth/logout', { body: { everywhere: true } })),
    onSuccess: () => useAuthStore.getState().logout(),
    onError: toast.problem,
  });
  const notifications = async (wanted: boolean) => {
    // The browser asks only after a click, and only once.
    if (wanted && 'Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
    if (wanted && 'Notification' in window && Notification.permission === 'denied') toast.show({ tone: 'danger', title: t('notificationsDenied') });
    else prefer({ notifications: wanted });
  };
  return (
    <Page title={t('title')} width="narrow">
      <Section title={t('account')} description={me.email}>
        <Name />
      </Section>
      <Section title={t('password')} description={t('passwordText')}>
        <Password />
      </Section>
      {me.departments.length > 1 && (
        <Section title={t('departments')} description={t('departmentsText')}>
          <CheckList
            label={<span className="sr-only">{t('departments')}</span>}
            className="max-w-md"
            value={me.activeDepartmentIds.length > 0 ? me.activeDepartmentIds : me.departments.map((department) => department.id)}
            onChange={(ids) =>
              change.mutate(
                // All is stored as none, so that a membership to come counts too.
                { activeDepartmentIds: ids.length === me.departments.length ? [] : ids },
                {
                  onSuccess: () => {
                    void queryClient.invalidateQueries({ queryKey: keys.lists() });
                    void queryClient.invalidateQueries({ queryKey: keys.counts() });
                  },
                  onError: toast.problem,
                },
              )
            }
            choices={me.departments.map((department) => ({ value: department.id, label: <Coloured color={department.color}>{department.name}</Coloured> }))}
          />
        </Section>
      )}
      <Section title={t('appearance')}>
        <div className="flex flex-wrap gap-x-10 gap-y-4">
          <div>
            <p className="mb-1 text-sm font-medium text-ink-2">{t('language')}</p>
            <Segments
              label={t('language')}
              value={currentLanguage()}
              onChange={(language) => {
                void setLanguage(language);
                change.mutate({ locale: language }, { onError: toast.problem });
              }}
              choices={LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
            />
          </div>
          <div>
            <p className="mb-1 text-sm font-medium text-ink-2">{t('theme')}</p>
            <Segments
              label={t('theme')}
              value={theme}
              onChange={(next) => {
                setTheme(next);
                prefer({ theme: next });
              }}
              choices={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
            />
          </div>
        </div>
      </Section>
      <Section title={t('notices')}>
        <SwitchRow label={t('sound')} hint={t('soundHint')} checked={preferences.sound ?? true} onChange={(sound) => prefer({ sound })} />
        {(preferences.sound ?? true) && <Volume />}
        <SwitchRow label={t('notifications')} hint={t('notificationsHint')} checked={preferences.notifications ?? false} onChange={(wanted) => void notifications(wanted)} />
      </Section>
      <Section title={t('shortcuts')} description={t('shortcutsText')}>
        <SwitchRow label={t('shortcutsOn')} checked={preferences.shortcuts ?? true} onChange={(shortcuts) => prefer({ shortcuts })} />
        <ShortcutList className="mt-2 gap-x-8 sm:grid-cols-2" />
      </Section>
      <Section title={t('sessions')} description={t('sessionsText')}>
        <Button onClick={() => setLeaving(true)}>{t('everywhere')}</Button>
      </Section>
      <Confirm
        open={leaving}
        onOpenChange={setLeaving}
        title={t('everywhereTitle')}
        description={t('everywhereText')}
        action={t('everywhere')}
        danger
        busy={everywhere.isPending}
        onConfirm={() => everywhere.mutate()}
      />
    </Page>
  );
}
