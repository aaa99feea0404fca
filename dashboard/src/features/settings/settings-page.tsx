import { useQuery } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { companySettings, type VersionedSettings } from '@/api/settings';
import { Page, Section } from '@/components/page';
import { Segments } from '@/components/segments';
import { ErrorState, Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';

import { About } from './about';
import { Company } from './company';
import { DraftContext } from './fields';
import { ForeignNotice } from './foreign-notice';
import { CompanyHours } from './hours';
import { Retention } from './retention';
import { Routing } from './routing';
import { changedTabs, type Tab, tabOf, TABS } from './tabs';
import { Texts } from './texts';
import { useSettingsDraft } from './use-settings-draft';

/** How the company serves. Changes are gathered and saved together. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const stored = useQuery(companySettings());
  if (stored.error && !stored.data) return <ErrorState className="h-full" error={stored.error} retry={() => void stored.refetch()} />;
  if (!stored.data) {
    return (
      <Page title={t('title')} width="narrow">
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} className="my-5 h-9 w-full" />
        ))}
      </Page>
    );
  }
  return <Editor stored={stored.data} />;
}

function Editor({ stored }: { stored: VersionedSettings }) {
  const { t } = useTranslation('settings');
  const common = useTranslation().t;
  const { tab = 'company' } = useSearch({ from: '/dashboard/settings' });
  const navigate = useNavigate({ from: '/dashboard/settings' });
  const show = (next: Tab) => void navigate({ search: { tab: next }, replace: true });
  const draft = useSettingsDraft(stored, (path) => show(tabOf(path)));
  const { dirty, patch, foreign } = draft;
  const changed = changedTabs(patch);
  const leave = useBlocker({ shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname, enableBeforeUnload: dirty, withResolver: true });
  return (
    <DraftContext value={draft}>
      <div className="flex h-full flex-col">
        <div className="min-h-0 flex-1">
          <Page
            title={t('title')}
            width="narrow"
            toolbar={
              <Segments
                label={t('title')}
                className="max-w-full overflow-x-auto"
                value={tab}
                onChange={show}
                choices={TABS.map((name) => ({
                  value: name,
                  label: (
                    <>
                      {t(`tab.${name}`)}
                      {changed.includes(name) && <span role="img" aria-label={t('changedTab')} className="ml-1.5 inline-block size-1.5 rounded-full bg-accent align-middle" />}
                    </>
                  ),
                }))}
              />
            }
          >
            <ForeignNotice foreign={foreign} onTheirs={draft.takeTheirs} />
            {tab === 'company' && <Company />}
            {tab === 'texts' && <Texts />}
            {tab === 'hours' && <CompanyHours dirty={'businessHours' in patch} />}
            {tab === 'routing' && <Routing />}
            {tab === 'retention' && <Retention />}
            {tab === 'about' && (
              <>
                <Section title={t('about')}>
                  <About />
                </Section>
                <Section title={t('keysInUse')} description={t('keysInUseText')}>
                  <Button asChild>
                    <Link to="/dashboard/integrations">{t('toIntegrations')}</Link>
                  </Button>
                </Section>
              </>
            )}
          </Page>
        </div>
        {dirty && (
          <div role="region" aria-label={t('unsaved')} className="animate-rise flex items-center justify-end gap-2 border-t bg-raised px-4 py-2.5 sm:px-6">
            <span className="mr-auto min-w-0 truncate text-sm text-ink-2">
              {t('unsaved')}: {changed.map((name) => t(`tab.${name}`)).join(', ')}
            </span>
            <Button variant="ghost" onClick={draft.discard}>
              {t('discard')}
            </Button>
            <Button variant="primary" busy={draft.saving} onClick={draft.submit}>
              {common('save')}
            </Button>
          </div>
        )}
      </div>
      <Confirm
        open={leave.status === 'blocked'}
        onOpenChange={(open) => !open && leave.reset?.()}
        title={t('leaveTitle')}
        description={t('leaveText')}
        action={t('leave')}
        danger
        onConfirm={() => leave.proceed?.()}
      />
    </DraftContext>
  );
}
