import { Ban, Check, CheckCheck, ChevronDown, CircleAlert, Clock3, Pencil, Reply, Smartphone, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { clock } from '@/lib/format';
import { cn } from '@/lib/utils';

import { again, react, revoke } from './actions';
import { Content, summary } from './content';
import type { Shown } from './types';

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏'];

interface Props {
  message: Shown;
  /** The message that it quotes. */
  quoted: Shown | undefined;
  /** The first of several of one writer. */
  first: boolean;
  company: string;
  onReply(message: Shown): void;
  onEdit(message: Shown): void;
}

export function Bubble({ message, quoted, first, company, onReply, onEdit }: Props) {
  const { t } = useTranslation('sandbox');
  const mine = message.author === 'CUSTOMER';
  const bareLook = message.sticker && !message.revoked;
  const reactions = [message.reaction, message.ownReaction].filter((one): one is string => Boolean(one));
  return (
    <li className={cn('group flex flex-col', mine ? 'items-end' : 'items-start', first ? 'mt-2' : 'mt-0.5', reactions.length > 0 && 'mb-3.5')} data-message={message.id}>
      <div
        className={cn(
          'relative max-w-[86%] rounded-lg text-sm text-ink',
          !bareLook && (mine ? 'bg-bubble-out shadow-xs' : 'bg-bubble-in shadow-xs'),
          first && !bareLook && (mine ? 'rounded-tr-sm' : 'rounded-tl-sm'),
          message.pending === 'sending' && 'opacity-80',
        )}
      >
        <div className={cn(bareLook ? 'p-0' : 'px-2.5 py-1.5', message.media && !bareLook && message.type !== 'AUDIO' && message.type !== 'DOCUMENT' && 'p-1')}>
          {message.author === 'HANDSET' && (
            <p className="flex items-center gap-1 px-1 text-2xs font-medium text-ink-3">
              <Smartphone aria-hidden className="size-3" /> {t('handset')}
            </p>
          )}
          {quoted && (
            <p className="mb-1 max-w-full rounded-md border-l-3 border-accent bg-ink/5 px-2 py-1 text-xs">
              <span className="block font-medium text-accent-text">{quoted.author === 'CUSTOMER' ? t('you') : company}</span>
              <span className="line-clamp-2 text-ink-2 [overflow-wrap:anywhere]">{summary(quoted, t)}</span>
            </p>
          )}
          {message.revoked ? (
            <p className="flex items-center gap-1.5 italic text-ink-2">
              <Ban aria-hidden className="size-3.5" /> {t('revoked')}
            </p>
          ) : (
            <Content message={message} />
          )}
          <p className={cn('-mb-0.5 flex items-center justify-end gap-1 text-2xs leading-4 text-ink-2', message.media && 'px-1')}>
            {message.clientCopies > 1 && <span className="mr-auto rounded bg-danger-soft px-1 font-medium text-danger">{t('copies', { count: message.clientCopies })}</span>}
            {message.edited && <span>{t('edited')}</span>}
            <time dateTime={message.at} className="tnum">
              {clock(message.at)}
            </time>
            {mine && <OwnTicks message={message} />}
          </p>
        </div>
        {!message.pending && !message.before && !message.revoked && (
          <Menu
            align={mine ? 'end' : 'start'}
            trigger={
              <button
                type="button"
                aria-label={t('message.menu')}
                className={cn(
                  'absolute top-1 grid size-6 place-items-center rounded-full bg-raised/90 text-ink-2 opacity-0 shadow-xs hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-60',
                  mine ? '-left-7' : '-right-7',
                )}
              >
                <ChevronDown className="size-3.5" />
              </button>
            }
          >
            <div className="flex">
              {EMOJI.map((emoji) => (
                <MenuItem key={emoji} aria-label={t('message.react', { emoji })} className={cn('px-1.5 text-lg', message.ownReaction === emoji && 'bg-accent-soft')} onSelect={() => void react(message.id, message.ownReaction === emoji ? null : emoji)}>
                  {emoji}
                </MenuItem>
              ))}
            </div>
            <MenuSeparator />
            <MenuItem onSelect={() => onReply(message)}>
              <Reply /> {t('message.reply')}
            </MenuItem>
            {mine && message.type === 'TEXT' && message.text && (
              <MenuItem onSelect={() => onEdit(message)}>
                <Pencil /> {t('message.edit')}
              </MenuItem>
            )}
            {mine && (
              <MenuItem danger onSelect={() => void revoke(message.id)}>
                <Trash2 /> {t('message.revoke')}
              </MenuItem>
            )}
          </Menu>
        )}
        {reactions.length > 0 && (
          <span className={cn('absolute -bottom-3.5 flex rounded-full border bg-raised px-1 py-px text-xs leading-4 shadow-xs', mine ? 'left-2' : 'right-2')}>{[...new Set(reactions)].join('')}</span>
        )}
      </div>
      {message.pending === 'failed' && (
        <button type="button" className="mt-0.5 flex items-center gap-1 text-xs font-medium text-danger underline-offset-2 hover:underline" onClick={() => again(message)}>
          <CircleAlert aria-hidden className="size-3.5" /> {t('message.failed')} · {t('message.again')}
        </button>
      )}
    </li>
  );
}

/** One's own message: on its way, at the company's door, read there. */
function OwnTicks({ message }: { message: Shown }) {
  const { t } = useTranslation('sandbox');
  if (message.pending === 'failed') return <CircleAlert role="img" aria-label={t('message.failed')} className="size-3.5 text-danger" />;
  if (message.pending) return <Clock3 role="img" aria-label={t('tick.sending')} className="size-3" />;
  if (message.seen) return <CheckCheck role="img" aria-label={t('tick.read')} className="size-3.5 text-(--tick-read)" />;
  const Sign = message.before ? Check : CheckCheck;
  return <Sign role="img" aria-label={t('tick.delivered')} className="size-3.5" />;
}
