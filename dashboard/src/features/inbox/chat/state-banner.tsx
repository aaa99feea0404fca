import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { departmentQueue } from '@/api/conversations';
import type { Conversation } from '@/api/types';
import { Button } from '@/components/ui/button';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { clock, duration } from '@/lib/format';
import { secondsSince, useNow } from '@/lib/use-now';

import type { Actions } from '../actions';
import { stateOf } from '../state';

/** What happens with the conversation while no agent has it. */
export function StateBanner({ conversation, actions }: { conversation: Conversation; actions: Actions }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const now = useNow();
  const state = stateOf(conversation);
  const { queuedAt, botPausedUntil, departmentId } = conversation;
  const queue = useQuery({ ...departmentQueue(departmentId ?? ''), enabled: state === 'queued' && departmentId !== null });
  const place = queue.data?.find(({ id }) => id === conversation.id)?.queuePosition;
  const department = conversation.department?.name ?? t('event.noDepartment');
  let text: string | null = null;
  if (state === 'bot' || state === 'confirming') text = t(`banner.${state}`);
  if (state === 'queued' && queuedAt && place) text = t('banner.queuedPlace', { department, place, time: duration(secondsSince(queuedAt, now)) });
  else if (state === 'queued') text = queuedAt ? t('banner.queued', { department, time: duration(secondsSince(queuedAt, now)) }) : t('banner.queuedNoTime', { department });
  if (state === 'paused' && botPausedUntil) text = t('banner.paused', { time: clock(botPausedUntil) });
  if (!text) return null;
  return (
    <div className="tnum flex min-h-9 items-center gap-3 border-b bg-sunken px-4 text-sm text-ink-2">
      <span className="min-w-0 flex-1 truncate">{text}</span>
      {state === 'paused' && reaches(me.role, 'SUPERVISOR') && (
        <Button variant="link" onClick={() => actions.bot(false)}>
          {t('banner.resume')}
        </Button>
      )}
    </div>
  );
}
