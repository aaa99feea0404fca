import { CircleAlert, CircleCheck, Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/types';
import { Notice } from '@/components/notice';
import { Skeleton } from '@/components/states';
import { duration, number } from '@/lib/format';
import { cn } from '@/lib/utils';

import { healthOf, stagesOf } from './health';

type Summary = Schemas['JobsSummary'];

/** In one sentence: whether anything here is for a person to do. */
export function Health({ summary }: { summary: Summary }) {
  const { t } = useTranslation('jobs');
  const { state, count, oldestSeconds } = healthOf(summary);
  if (state === 'ok') return <Line icon={CircleCheck} tone="ok" text={t('health.ok')} />;
  if (state === 'late') return <Line icon={Clock} tone="warn" text={t('health.late', { time: duration(oldestSeconds) })} />;
  return <Line icon={CircleAlert} tone={state === 'stuck' ? 'danger' : 'warn'} text={t(`health.${state}`, { count })} />;
}

function Line({ icon, tone, text }: { icon: typeof Clock; tone: 'ok' | 'warn' | 'danger'; text: string }) {
  return (
    <Notice icon={icon} tone={tone} className="mb-5">
      <p role="status">{text}</p>
    </Notice>
  );
}

/** The way of a message through the system, stage by stage: how much waits in each, and for how long. */
export function Stages({ summary }: { summary: Summary | undefined }) {
  const { t } = useTranslation('jobs');
  return (
    <table aria-label={t('stages')} aria-busy={!summary} className="w-full border-collapse text-sm">
      <thead>
        <tr className="border-b text-xs text-ink-3">
          <th scope="col" className="h-8 text-left font-medium">
            {t('stage')}
          </th>
          <th scope="col" className="w-24 text-right font-medium">
            {t('waiting')}
          </th>
          <th scope="col" className="w-28 text-right font-medium">
            {t('oldestLabel')}
          </th>
        </tr>
      </thead>
      <tbody>
        {summary
          ? stagesOf(summary).map(({ id, count, oldestSeconds, tone }) => (
              <tr key={id} className="border-b">
                <th scope="row" className="py-2 pr-4 text-left font-normal">
                  <span className="font-medium">{t(`figure.${id}`)}</span>
                  <span className="block text-xs text-ink-3">{t(`stageText.${id}`)}</span>
                </th>
                <td className={cn('tnum text-right font-medium', count === 0 ? 'text-ink-3' : tone === 'warn' && 'text-warn', tone === 'danger' && 'text-danger')}>{number(count)}</td>
                <td className={cn('tnum text-right', tone === 'warn' ? 'text-warn' : 'text-ink-3')}>{oldestSeconds ? duration(oldestSeconds) : '–'}</td>
              </tr>
            ))
          : Array.from({ length: 7 }, (_, index) => (
              <tr key={index} className="border-b">
                <td className="h-13" colSpan={3}>
                  <Skeleton className="h-3 w-48" />
                </td>
              </tr>
            ))}
      </tbody>
    </table>
  );
}
