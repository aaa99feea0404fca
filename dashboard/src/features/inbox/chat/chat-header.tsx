import { Archive, ArrowLeft, ArrowRightLeft, BotOff, Check, ChevronDown, CornerUpLeft, EllipsisVertical, Hand, MailOpen, PanelRight, Pin, PinOff, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { Skeleton } from '@/components/states';
import { Avatar } from '@/components/ui/avatar';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { phone } from '@/lib/format';
import { cn } from '@/lib/utils';
import { useRealtime } from '@/realtime/store';

import type { Actions } from '../actions';
import { useChatStore } from '../chat-store';
import { displayName, stateOf } from '../state';

export function ChatHeader({ conversation, actions, onBack }: { conversation: Conversation | undefined; actions: Actions; onBack(): void }) {
  const { t } = useTranslation('inbox');
  const { panel, set } = useChatStore();
  return (
    <header className="flex h-14 shrink-0 items-center gap-2.5 border-b bg-surface pl-4 pr-2.5">
      <Button variant="ghost" size="icon-sm" aria-label={t('title')} className="-ml-2 md:hidden" onClick={onBack}>
        <ArrowLeft />
      </Button>
      {conversation ? <Who conversation={conversation} onOpen={() => set({ panel: true })} /> : <Skeleton className="h-4 w-40" />}
      <div className="ml-auto flex shrink-0 items-center gap-1.5">
        {conversation && <Buttons conversation={conversation} actions={actions} />}
        <Button variant="ghost" size="icon" aria-label={t('actions.panel')} aria-pressed={panel} className="aria-pressed:text-accent-text" onClick={() => set({ panel: !panel })}>
          <PanelRight />
        </Button>
      </div>
    </header>
  );
}

function Who({ conversation, onOpen }: { conversation: Conversation; onOpen(): void }) {
  const { t } = useTranslation('inbox');
  const typing = useRealtime((state) => state.typing[conversation.id]);
  const viewers = useRealtime((state) => state.viewers[conversation.id]);
  const me = useMe();
  const name = displayName(conversation, phone);
  const others = viewers?.filter((viewer) => viewer.id !== me.id) ?? [];
  const { department, assignedUser } = conversation;
  return (
    <>
      <button type="button" onClick={onOpen} className="flex min-w-0 items-center gap-2.5 rounded-md text-left">
        <Avatar name={name} url={conversation.contact.avatarUrl} className="size-8.5" />
        <span className="min-w-0">
          <span className="block truncate font-semibold leading-5">{name}</span>
          <span className="flex min-w-0 items-center gap-1.5 text-xs leading-4 text-ink-3">
            {typing ? (
              <span className="truncate text-accent-text">{typing.source === 'agent' && typing.name ? t('typingName', { name: typing.name }) : t('typing')}</span>
            ) : (
              <>
                {department && <Coloured color={department.color}>{department.name}</Coloured>}
                <span className={cn('truncate max-sm:hidden', department && `before:mr-1.5 before:text-ink-3 before:content-['·']`)}>{assignedUser?.id === me.id ? t('you') : (assignedUser?.name ?? t(`state.${stateOf(conversation)}`))}</span>
              </>
            )}
          </span>
        </span>
      </button>
      {others.length > 0 && (
        <span className="flex -space-x-1.5 max-sm:hidden">
          {others.slice(0, 3).map((viewer) => (
            <span key={viewer.id} title={viewer.name}>
              <Avatar name={viewer.name} size="sm" className="ring-2 ring-surface" />
            </span>
          ))}
        </span>
      )}
    </>
  );
}

function Buttons({ conversation, actions }: { conversation: Conversation; actions: Actions }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const set = useChatStore((state) => state.set);
  const supervisor = reaches(me.role, 'SUPERVISOR');
  const open = conversation.status === 'OPEN' || conversation.status === 'ASSIGNED';
  const mine = conversation.assignedUserId === me.id;
  const free = conversation.assignedUserId === null;
  const mayAct = mine || free || supervisor;
  const { pinned } = conversation;
  return (
    <>
      {open && free && (
        <Button variant="primary" onClick={() => actions.take()}>
          <Hand />
          {t('actions.take')}
        </Button>
      )}
      {open && mayAct && (
        <Button className="max-lg:hidden" onClick={() => set({ dialog: 'transfer' })}>
          <ArrowRightLeft />
          {t('actions.transfer')}
        </Button>
      )}
      {open && mayAct && !free && (
        <div className="flex">
          <Button variant="primary" className="sm:rounded-r-none" onClick={() => actions.resolve()}>
            <Check />
            <span className="max-sm:sr-only">{t('actions.resolve')}</span>
          </Button>
          <Menu
            trigger={
              <Button variant="primary" className="w-7 rounded-l-none border-l border-accent-ink/25 px-0 max-sm:hidden" aria-label={t('actions.resolveSilently')}>
                <ChevronDown />
              </Button>
            }
          >
            <MenuItem onSelect={() => actions.resolve(false)}>
              <Check />
              {t('actions.resolveSilently')}
            </MenuItem>
          </Menu>
        </div>
      )}
      <Menu
        className="min-w-56"
        trigger={
          <Button variant="ghost" size="icon" aria-label={t('actions.more')}>
            <EllipsisVertical />
          </Button>
        }
      >
        {open && mayAct && (
          <>
            <MenuItem onSelect={() => set({ dialog: 'transfer' })}>
              <ArrowRightLeft />
              {t('actions.transfer')}
            </MenuItem>
            <MenuItem onSelect={() => set({ dialog: 'give' })}>
              <UserRoundPlus />
              {t('actions.give')}
            </MenuItem>
          </>
        )}
        {open && !free && !mine && supervisor && (
          <MenuItem onSelect={() => actions.take(true)}>
            <Hand />
            {t('takeOver')}
          </MenuItem>
        )}
        {open && !free && (mine || supervisor) && (
          <MenuItem onSelect={actions.release}>
            <CornerUpLeft />
            {t('actions.release')}
          </MenuItem>
        )}
        {open && free && mayAct && (
          <MenuItem onSelect={() => actions.resolve()}>
            <Check />
            {t('actions.resolve')}
          </MenuItem>
        )}
        {open && supervisor && free && conversation.botPausedUntil === null && (
          <MenuItem onSelect={() => actions.bot(true)}>
            <BotOff />
            {t('actions.pauseBot')}
          </MenuItem>
        )}
        {open && mayAct && <MenuSeparator />}
        <MenuItem onSelect={() => actions.pin(!pinned)}>
          {pinned ? <PinOff /> : <Pin />}
          {t(pinned ? 'actions.unpin' : 'actions.pin')}
        </MenuItem>
        <MenuItem onSelect={actions.unread}>
          <MailOpen />
          {t('actions.markUnread')}
        </MenuItem>
        {conversation.status !== 'ARCHIVED' && mayAct && (
          <MenuItem onSelect={actions.archive}>
            <Archive />
            {t('actions.archive')}
          </MenuItem>
        )}
      </Menu>
    </>
  );
}
