import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { conversationTimeline } from '@/api/conversations';
import { departmentList } from '@/api/directory';
import type { TimelineItem } from '@/api/types';
import { Button } from '@/components/ui/button';
import { clock, fullTime } from '@/lib/format';

const FIRST = 5;

export function Timeline({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('inbox');
  const timeline = useQuery(conversationTimeline(conversationId));
  const departments = useQuery(departmentList());
  const [all, setAll] = useState(false);
  const items = timeline.data?.items ?? [];

  const said = (item: TimelineItem): string => {
    const name = item.user?.name ?? '';
    if (item.kind === 'ROUTED') {
      const department = departments.data?.find((each) => each.id === item.departmentId)?.name ?? t('event.noDepartment');
      return t(item.outcome === 'QUEUED' ? 'event.routedQueued' : 'event.routed', { department });
    }
    if (item.kind === 'UNASSIGNED') return item.endReason ? t(`event.${item.endReason}`, { name }) : t('event.ended', { name });
    if (item.assignedBy === 'AUTO' || item.assignedBy === 'TIMEOUT') return t('event.assignedAuto', { name });
    if (item.actor && item.actor.id !== item.user?.id) return t('event.assignedUser', { name, actor: item.actor.name });
    return t('event.assigned', { name });
  };
  return (
    <>
      <ol className="flex flex-col">
        {items.slice(0, all ? undefined : FIRST).map((item) => (
          <li key={`${item.kind}-${item.id}`} className="relative flex gap-2.5 pb-2.5 text-sm last:pb-0 not-last:before:absolute not-last:before:bottom-0 not-last:before:left-[3px] not-last:before:top-3 not-last:before:w-px not-last:before:bg-line">
            <span aria-hidden className="mt-1.5 size-1.75 shrink-0 rounded-full bg-line-strong" />
            <span className="min-w-0 flex-1">{said(item)}</span>
            <time dateTime={item.at} title={fullTime(item.at)} className="tnum text-xs leading-5 text-ink-3">
              {clock(item.at)}
            </time>
          </li>
        ))}
      </ol>
      {items.length > FIRST && (
        <Button variant="link" size="sm" className="mt-2" onClick={() => setAll(!all)}>
          {t(all ? 'panel.showLess' : 'panel.showMore')}
        </Button>
      )}
    </>
  );
}
