import { Link } from '@tanstack/react-router';
import { ArrowRightLeft, CircleQuestionMark, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { Decisions } from '@/components/decisions';
import { plainText } from '@/components/formatted-text';
import { Avatar } from '@/components/ui/avatar';
import { Badge, Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { Popover } from '@/components/ui/popover';
import { duration } from '@/lib/format';
import { cn } from '@/lib/utils';

import { byAvailability, deadlineOf, hasPlace, type BoardDepartment, type Waiting } from './deadline';
import { Ring } from './ring';
import { useMove } from './use-moves';

/** Reasons that ask for a second look: somebody has been let down already. */
const ALARMING: readonly (string | null)[] = ['timeout', 'agent_offline'];

interface Props {
  waiting: Waiting;
  /** What the list of conversations knows of it, which is more. */
  conversation: Conversation | undefined;
  department: BoardDepartment;
  departments: BoardDepartment[];
  allowedMinutes: number;
  /** Milliseconds of the clock when the board was read. */
  readAt: number;
  now: number;
}

/** Somebody who waits: how long, until when, what they wrote, and the two ways to help them. */
export function WaitingRow({ waiting, conversation, department, departments, allowedMinutes, readAt, now }: Props) {
  const { t } = useTranslation('board');
  const move = useMove();
  const deadline = deadlineOf(waiting.timeoutAt, allowedMinutes, now);
  const waited = waiting.waitingSeconds + Math.max(0, (now - readAt) / 1000);
  const { conversationId, reason } = waiting;
  const customerName = waiting.customerName ?? conversation?.customerPhone ?? waiting.protocol;
  const clock =
    deadline.seconds === null
      ? t('noDeadline')
      : deadline.seconds <= 0
        ? t('passed')
        : t('dueIn', { time: duration(deadline.seconds).replaceAll(' ', '\u00a0') });
  const others = departments.filter((other) => other.id !== department.id);
  const last = conversation?.lastMessage;
  const said = last?.content && plainText(last.content);
  const preview = said && last.isBot ? t('botSaid', { text: said }) : said;
  return (
    <li className="group relative flex gap-2.5 px-3 py-2.5 focus-within:bg-hover hover:bg-hover">
      <Ring deadline={deadline} position={waiting.position} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <Link
            to="/dashboard/c/$id"
            params={{ id: conversationId }}
            className="min-w-0 flex-1 truncate text-sm font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
          >
            {customerName}
          </Link>
          <span className="tnum shrink-0 text-xs font-medium text-ink-2">{duration(waited)}</span>
        </div>
        <p className="flex min-w-0 items-center gap-1.5 text-xs text-ink-3">
          {reason === 'new' ? (
            <span className="shrink-0 font-medium text-ink-2">{t('reason.new')}</span>
          ) : (
            reason && <Badge tone={ALARMING.includes(reason) ? 'warn' : 'neutral'}>{t(`reason.${reason}`)}</Badge>
          )}
          <span className="truncate">{preview ?? waiting.protocol}</span>
        </p>
        <div className="mt-1 flex min-h-7 items-center gap-1.5">
          <span
            className={cn(
              'min-w-0 flex-1 text-2xs leading-tight',
              deadline.urgency === 'late' ? 'font-medium text-danger' : deadline.urgency === 'soon' ? 'text-warn' : 'text-ink-3',
            )}
          >
            {clock}
          </span>
          <span className="relative z-10 -mr-1.5 flex shrink-0 items-center gap-0.5 [&>button]:text-ink-3 [&>button:hover]:text-ink">
            <Popover
              align="end"
              className="max-h-96 w-88 max-w-[calc(100vw-1rem)] overflow-y-auto p-3"
              trigger={
                <Button variant="ghost" size="icon-sm" aria-label={t('whyWaits', { customer: customerName })}>
                  <CircleQuestionMark />
                </Button>
              }
            >
              <h3 className="mb-2 text-xs font-semibold text-ink-2">{t('why')}</h3>
              <Decisions conversationId={conversationId} />
            </Popover>
            <Menu
              className="max-h-80 w-64"
              trigger={
                <Button variant="ghost" size="sm" className="px-1.5" aria-label={t('giveTo', { customer: customerName })}>
                  <UserRoundPlus />
                  {t('give')}
                </Button>
              }
            >
              <MenuLabel>{t('giveTo', { customer: customerName })}</MenuLabel>
              {department.agents.length === 0 && <p className="px-2 py-1.5 text-sm text-ink-3">{t('noMembers')}</p>}
              {byAvailability(department.agents).map((agent) => (
                <MenuItem
                  key={agent.id}
                  disabled={agent.onlineStatus === 'OFFLINE'}
                  onSelect={() => move.mutate({ conversationId, customer: customerName, userId: agent.id, name: agent.name, force: !hasPlace(agent) })}
                >
                  <Avatar name={agent.name} size="sm" status={agent.onlineStatus} />
                  <span className="min-w-0 flex-1 truncate">{agent.name}</span>
                  <span className={cn('tnum text-xs', hasPlace(agent) ? 'text-ink-3' : 'text-warn')}>
                    {agent.capacity === 0 ? agent.activeConversations : `${agent.activeConversations}/${agent.capacity}`}
                  </span>
                </MenuItem>
              ))}
            </Menu>
            {others.length > 0 && (
              <Menu
                className="max-h-80 w-64"
                trigger={
                  <Button variant="ghost" size="icon-sm" aria-label={t('moveTo', { customer: customerName })}>
                    <ArrowRightLeft />
                  </Button>
                }
              >
                <MenuLabel>{t('moveTo', { customer: customerName })}</MenuLabel>
                {others.map((other) => (
                  <MenuItem key={other.id} onSelect={() => move.mutate({ conversationId, customer: customerName, departmentId: other.id, name: other.name })}>
                    <Coloured color={other.color} className="flex-1">
                      {other.name}
                    </Coloured>
                    <span className="tnum text-xs text-ink-3">{t('waitingCount', { count: other.waiting })}</span>
                  </MenuItem>
                ))}
              </Menu>
            )}
          </span>
        </div>
      </div>
    </li>
  );
}
