import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { conversationDecisions } from '@/api/conversations';
import { departmentList } from '@/api/directory';
import type { Decision } from '@/api/types';
import { clock, duration, fullTime } from '@/lib/format';
import { cn } from '@/lib/utils';

import { type Candidate, inOrder, reasonOf, type Trigger, triggerOf } from './decision-reason';
import { ErrorState, Skeleton } from './states';
import { Avatar } from './ui/avatar';
import { Coloured } from './ui/badge';
import { Button } from './ui/button';

/** Why a conversation is where it is: each choice of the distribution in words, with everybody who came into question. */
export function Decisions({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('decisions');
  const decisions = useQuery(conversationDecisions(conversationId));
  const [all, setAll] = useState(false);
  if (decisions.error) return <ErrorState error={decisions.error} retry={() => void decisions.refetch()} className="py-3" />;
  if (!decisions.data) return <Skeleton className="h-24 w-full" />;
  const { items } = decisions.data;
  if (items.length === 0) return <p className="text-sm text-ink-3">{t('none')}</p>;
  return (
    <div className="flex flex-col gap-4">
      {items.slice(0, all ? undefined : 1).map((decision) => (
        <One key={decision.id} decision={decision} />
      ))}
      {items.length > 1 && (
        <Button variant="link" size="sm" className="self-start" onClick={() => setAll(!all)}>
          {all ? t('less') : t('earlier', { count: items.length - 1 })}
        </Button>
      )}
    </div>
  );
}

function One({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decisions');
  const departments = useQuery(departmentList());
  const department = departments.data?.find((each) => each.id === decision.departmentId);
  const chosen = decision.candidates.find((candidate) => candidate.userId === decision.chosenUserId);
  const reason = reasonOf(decision);
  const trigger: Trigger | null = triggerOf(decision.trigger);
  return (
    <article>
      <p className="flex items-baseline gap-2 text-sm">
        <span className="min-w-0 flex-1 font-medium">{t(`outcome.${decision.outcome}`, { name: chosen?.name ?? '' })}</span>
        <time dateTime={decision.decidedAt} title={fullTime(decision.decidedAt)} className="tnum text-xs text-ink-3">
          {clock(decision.decidedAt)}
        </time>
      </p>
      <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-ink-2">
        {department && <Coloured color={department.color}>{department.name}</Coloured>}
        {trigger && <span className="text-ink-3">{t(`trigger.${trigger}`)}</span>}
      </p>
      <p className="mt-1.5 text-sm text-ink-2">
        {reason.kind === 'nobodyFits' ? `${t('reason.nobodyFits')} ${reason.counts.map(({ verdict, count }) => t(`many.${verdict}`, { count })).join(', ')}.` : t(`reason.${reason.kind}`, { count: reason.eligible, position: decision.queuePosition })}
      </p>
      {decision.candidates.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5">
          {inOrder(decision.candidates).map((candidate) => (
            <Row key={candidate.userId} candidate={candidate} decidedAt={decision.decidedAt} />
          ))}
        </ul>
      )}
    </article>
  );
}

function Row({ candidate, decidedAt }: { candidate: Candidate; decidedAt: string }) {
  const { t } = useTranslation('decisions');
  const { name, onlineStatus, load, capacity, verdict, lastAssignedAt } = candidate;
  const chosen = verdict === 'CHOSEN';
  const could = chosen || verdict === 'ELIGIBLE';
  const last = lastAssignedAt && t('lastGot', { time: duration((Date.parse(decidedAt) - Date.parse(lastAssignedAt)) / 1000) });
  return (
    <li className={cn('flex items-center gap-2 text-xs', could ? 'text-ink-2' : 'text-ink-3')}>
      <Avatar name={name} size="sm" status={onlineStatus} className={cn(!could && 'opacity-60')} />
      <span className="min-w-0 flex-1">
        <span className={cn('block truncate', chosen && 'font-medium text-ink')}>{name}</span>
        {could && last && <span className="block text-2xs leading-tight text-ink-3">{last}</span>}
      </span>
      <span className="flex shrink-0 items-center gap-1.5">
        {capacity > 0 && (
          <span aria-hidden className="h-1 w-10 overflow-hidden rounded-full bg-line">
            <span className={cn('block h-full rounded-full', verdict === 'FULL' ? 'bg-warn' : 'bg-accent')} style={{ width: `${Math.min(100, (load / capacity) * 100)}%` }} />
          </span>
        )}
        <span className="tnum w-8 text-right" title={t('loadThen')}>
          {capacity > 0 ? `${load}/${capacity}` : load}
        </span>
      </span>
      <span className={cn('w-24 shrink-0 text-right', chosen ? 'font-medium text-ok' : verdict === 'FULL' || verdict === 'BUSY' ? 'text-warn' : '')}>{t(`verdict.${verdict}`)}</span>
    </li>
  );
}
