import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowRight, Check, PartyPopper } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { contactList } from '@/api/contacts';
import { channelList, colleagueList, departmentList } from '@/api/directory';
import { companySettings } from '@/api/settings';
import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import { ErrorState, Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { useMe } from '@/lib/auth-store';
import { cn } from '@/lib/utils';

import { nextOf, type Step, type StepId, stepsOf } from './steps';
import { TestMessage } from './test-message';

const WHERE: Record<Exclude<StepId, 'test'>, Pick<LinkProps, 'to' | 'search'>> = {
  channel: { to: '/dashboard/channels' },
  departments: { to: '/dashboard/departments' },
  people: { to: '/dashboard/users' },
  hours: { to: '/dashboard/settings', search: { tab: 'hours' } },
};

/** From an empty company to the first customer. Each step knows by itself whether it is done. */
export function StartPage() {
  const { t } = useTranslation('start');
  const me = useMe();
  const channels = useQuery(channelList());
  const departments = useQuery(departmentList());
  const users = useQuery(colleagueList());
  const settings = useQuery(companySettings());
  const contacts = useInfiniteQuery(contactList({}));
  const failed = [channels, departments, users, settings, contacts].find((query) => query.error);
  if (failed) return <ErrorState className="h-full" error={failed.error} retry={() => void failed.refetch()} />;
  const steps =
    channels.data && departments.data && users.data && settings.data && contacts.data
      ? stepsOf({ channels: channels.data, departments: departments.data, users: users.data, settings: settings.data.settings, heard: contacts.data.pages.some((page) => page.items.some((item) => item.lastMessageAt !== null)) })
      : null;
  const next = steps && nextOf(steps);
  const done = steps?.filter((step) => step.done).length ?? 0;
  return (
    <Page title={t('title', { name: me.name.split(' ')[0] })} description={t('description')} width="narrow">
      {!steps ? (
        Array.from({ length: 5 }, (_, index) => <Skeleton key={index} className="my-4 h-12" />)
      ) : (
        <>
          <p className="mb-1 flex items-center gap-3 text-xs text-ink-3">
            <span aria-hidden className="h-1.5 w-40 overflow-hidden rounded-full bg-line">
              <span className="block h-full rounded-full bg-accent transition-[width]" style={{ width: `${(done / steps.length) * 100}%` }} />
            </span>
            <span className="tnum">{t('progress', { done, count: steps.length })}</span>
          </p>
          {next === null && (
            <Notice
              icon={PartyPopper}
              tone="ok"
              className="my-3"
              action={
                <Button asChild size="sm">
                  <Link to="/dashboard">{t('toInbox')}</Link>
                </Button>
              }
            >
              {t('allDone')}
            </Notice>
          )}
          <ol>
            {steps.map((step, index) => (
              <Row key={step.id} step={step} place={index + 1} current={step.id === next}>
                {step.id === 'test' ? (
                  <TestMessage channels={channels.data ?? []} />
                ) : (
                  <Button asChild size="sm" variant={step.id === next ? 'primary' : 'secondary'}>
                    <Link {...WHERE[step.id]}>
                      {t(`act.${step.id}`)}
                      <ArrowRight />
                    </Link>
                  </Button>
                )}
              </Row>
            ))}
          </ol>
        </>
      )}
    </Page>
  );
}

function Row({ step, place, current, children }: { step: Step; place: number; current: boolean; children: ReactNode }) {
  const { t } = useTranslation('start');
  return (
    <li aria-current={current ? 'step' : undefined} className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b py-4">
      <span className={cn('grid size-8 shrink-0 place-items-center rounded-full text-sm font-semibold', step.done ? 'bg-ok-soft text-ok' : current ? 'bg-accent text-accent-ink' : 'bg-sunken text-ink-2')}>
        {step.done ? <Check role="img" aria-label={t('done')} className="size-4" /> : place}
      </span>
      <div className="min-w-52 flex-1">
        <h2 className={cn('font-medium', step.done && 'text-ink-2')}>{t(`step.${step.id}`)}</h2>
        <p className="text-sm text-ink-3">{t(`text.${step.id}`)}</p>
      </div>
      <div className="max-sm:pl-12">{children}</div>
    </li>
  );
}
