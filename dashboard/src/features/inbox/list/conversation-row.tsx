import { Link } from '@tanstack/react-router';
import { Bot, Clock, Pin } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { Avatar } from '@/components/ui/avatar';
import { duration, phone, shortTime } from '@/lib/format';
import { secondsSince, useNow } from '@/lib/use-now';
import { cn } from '@/lib/utils';

import { Ticks } from '../chat/ticks';
import { displayName, stateOf, urgency, waitsSince } from '../state';
import { Preview } from './preview';

export const ROW_HEIGHT = 76;

interface Props {
  conversation: Conversation;
  selected: boolean;
  draft: string | undefined;
  typing: boolean;
  /** The holder is worth saying where lists mix conversations of many. */
  showAgent: boolean;
  showChannel: boolean;
  /** Not where the list itself says it. */
  showQueued: boolean;
  /** Null while nobody chooses. */
  picked: boolean | null;
  onPick(id: string): void;
}

const CLOCK = { calm: 'text-ink-3', soon: 'text-warn', late: 'text-danger' };

export const ConversationRow = memo(function ConversationRow({ conversation, selected, draft, typing, showAgent, showChannel, showQueued, picked, onPick }: Props) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const now = useNow();
  const { lastMessage, unreadCount, department, assignedUser, protocol } = conversation;
  const since = waitsSince(conversation);
  const tail = protocol.lastIndexOf('-') + 1;
  const name = displayName(conversation, phone);
  const state = stateOf(conversation);
  const open = conversation.status === 'OPEN' || conversation.status === 'ASSIGNED';
  return (
    <>
      {picked !== null && <input type="checkbox" checked={picked} aria-label={name} className="absolute left-5.5 top-5.5 z-10 size-4.5 accent-accent" onChange={() => onPick(conversation.id)} />}
    <Link
      to="/dashboard/c/$id"
      params={{ id: conversation.id }}
      onClick={(event) => {
        if (picked === null) return;
        event.preventDefault();
        onPick(conversation.id);
      }}
      className={cn('relative flex h-full items-start gap-3 border-b px-3 py-2.5 transition-colors', (picked ?? selected) ? 'bg-accent-soft' : 'hover:bg-hover')}
    >
      <Avatar name={name} url={conversation.contact.avatarUrl} className={cn(picked !== null && 'invisible')} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-1.5">
          <span className={cn('truncate text-base', unreadCount > 0 ? 'font-semibold' : 'font-medium')}>{name}</span>
          {conversation.pinned && <Pin aria-label={t('pinned')} className="size-3 shrink-0 self-center text-ink-3" />}
          <time dateTime={conversation.lastMessageAt} className={cn('tnum ml-auto shrink-0 text-xs', unreadCount > 0 ? 'font-medium text-accent-text' : 'text-ink-3')}>
            {shortTime(conversation.lastMessageAt, common('yesterday'))}
          </time>
        </span>
        <span className="flex items-center gap-1 text-sm text-ink-2">
          {typing ? (
            <span className="truncate text-accent-text">{t('typing')}</span>
          ) : draft && !selected ? (
            <span className="truncate">
              <span className="text-danger">{t('draft')}</span> {draft}
            </span>
          ) : (
            <>
              {lastMessage?.direction === 'OUTBOUND' && (lastMessage.isBot ? <Bot aria-hidden className="size-3.5 shrink-0 text-ink-3" /> : <Ticks message={lastMessage} />)}
              <Preview message={lastMessage} />
            </>
          )}
          {unreadCount > 0 && (
            <span aria-label={t('unread', { count: unreadCount })} className="tnum ml-auto grid h-4.5 min-w-4.5 shrink-0 place-items-center rounded-full bg-accent px-1 text-2xs font-semibold text-accent-ink">
              {unreadCount > 99 ? '99+' : unreadCount}
            </span>
          )}
        </span>
        <span className="flex items-center gap-1.5 text-xs text-ink-3">
          {department && (
            <>
              <span aria-hidden className="size-1.5 shrink-0 rounded-full" style={{ backgroundColor: department.color }} />
              <span className="truncate">{department.name}</span>
            </>
          )}
          {showAgent && assignedUser && <span className="truncate before:mr-1.5 before:text-ink-3 before:content-['·']">{assignedUser.name}</span>}
          {open && state !== 'assigned' && (state !== 'queued' || showQueued) && <span className="truncate before:mr-1.5 before:content-['·'] first:before:hidden">{t(`state.${state}`)}</span>}
          {showChannel && <span className="truncate before:mr-1.5 before:content-['·'] first:before:hidden">{conversation.channel.name}</span>}
          <span title={protocol} className="tnum shrink-0 text-2xs">
            {/* The day is said by the times beside it; whoever listens or copies gets the whole number. */}
            <span className="sr-only">{protocol.slice(0, tail)}</span>
            {protocol.slice(tail)}
          </span>
          {conversation.tags.slice(0, 2).map((tag) => (
            <span key={tag.id} className="truncate rounded px-1" style={{ backgroundColor: `color-mix(in oklch, ${tag.color} 18%, transparent)` }}>
              {tag.name}
            </span>
          ))}
          {since && (
            <span title={t(state === 'queued' ? 'queuedFor' : 'waitingFor', { time: duration(secondsSince(since, now)) })} className={cn('tnum ml-auto flex shrink-0 items-center gap-1', CLOCK[urgency(conversation, now)])}>
              <Clock aria-hidden className="size-3" />
              {duration(secondsSince(since, now))}
            </span>
          )}
        </span>
      </span>
    </Link>
    </>
  );
});
