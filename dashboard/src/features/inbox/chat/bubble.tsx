import { Forward, RotateCw } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import type { Message } from '@/api/types';
import { formatted, plainText } from '@/components/formatted-text';
import { Button } from '@/components/ui/button';
import { useMe } from '@/lib/auth-store';
import { clock, fullTime } from '@/lib/format';
import { toast } from '@/lib/toast';
import { cn } from '@/lib/utils';

import { discard, sendAgain } from '../composer/send';
import { Author } from './author';
import { TOUCH } from './deeds';
import { MediaView } from './media-view';
import { MessageMenu } from './message-menu';
import { MessageTools } from './message-tools';
import { isForwarded, isSticker, specialOf } from './special';
import { SpecialView } from './special-view';
import { Ticks } from './ticks';
import { useLongPress } from './use-long-press';

interface Props {
  message: Message;
  /** Stands close below one of the same sender. */
  joined: boolean;
  customer: string | null;
  /** Goes to the message that this one answers. */
  onJump(messageId: string): void;
}

export const Bubble = memo(function Bubble({ message, joined, customer, onJump }: Props) {
  const { t } = useTranslation('inbox');
  const [menu, setMenu] = useState(false);
  const press = useLongPress(() => setMenu(true));
  const outgoing = message.direction === 'OUTBOUND';
  const { status, sendPhase } = message;
  const special = specialOf(message);
  const sticker = isSticker(message) && message.media?.state === 'READY' && !message.revokedAt;
  const tone = !outgoing ? 'bg-bubble-in border-line' : message.isBot ? 'bg-bubble-bot border-transparent' : 'bg-bubble-out border-transparent';
  return (
    <article id={`m-${message.id}`} className={cn('group/bubble flex items-end gap-1.5', outgoing && 'flex-row-reverse', joined ? 'mt-0.5' : 'mt-2.5')}>
      <div className={cn('relative min-w-0', TOUCH ? 'max-w-[min(34rem,88%)]' : 'max-w-[min(34rem,82%)]')}>
        <div
          {...(TOUCH && press)}
          className={cn(
            'rounded-xl border px-3 py-1.5 text-base shadow-[0_1px_1px_oklch(0.2_0.02_220/0.04)]',
            sticker ? 'border-transparent bg-transparent px-0 shadow-none' : tone,
            status === 'FAILED' && 'border-danger/40',
            TOUCH && 'select-none [-webkit-touch-callout:none]',
            menu && 'brightness-95',
            !joined && (outgoing ? 'rounded-tr-sm' : 'rounded-tl-sm'),
          )}
        >
          {!joined && <Author message={message} />}
          {message.replyTo && <Quote reply={message.replyTo} customer={customer} onJump={onJump} />}
          {message.revokedAt ? (
            <p className="italic text-ink-3">{t(outgoing ? 'revokedByUs' : 'revoked')}</p>
          ) : (
            <>
              {isForwarded(message) && (
                <p className="flex items-center gap-1 text-xs italic text-ink-3">
                  <Forward aria-hidden className="size-3" />
                  {t('forwarded')}
                </p>
              )}
              {message.media && <MediaView message={message} />}
              {special && <SpecialView special={special} />}
              {!special && message.content && <p className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">{formatted(message.content)}</p>}
            </>
          )}
          <p className="tnum -mb-0.5 mt-0.5 flex items-center justify-end gap-1 text-2xs text-ink-3">
            {message.editedAt && <span>{t('edited')}</span>}
            {sendPhase === 'UNKNOWN' && <span className="text-warn">{t('status.confirming')}</span>}
            <time dateTime={message.createdAt} title={fullTime(message.createdAt)}>
              {clock(message.createdAt)}
            </time>
            {outgoing && <Ticks message={message} />}
          </p>
        </div>
        {message.reactions.length > 0 && <Reactions message={message} />}
        {status === 'FAILED' && <Failed message={message} />}
        {TOUCH && <MessageMenu message={message} open={menu} onOpenChange={setMenu} />}
      </div>
      {!TOUCH && <MessageTools message={message} />}
    </article>
  );
});

function Quote({ reply, customer, onJump }: { reply: NonNullable<Message['replyTo']> } & Pick<Props, 'customer' | 'onJump'>) {
  const { t } = useTranslation('inbox');
  return (
    <button type="button" onClick={() => onJump(reply.id)} className="mb-1 block w-full rounded border-l-3 border-accent bg-ink/5 px-2 py-1 text-left text-sm text-ink-2">
      <span className="block text-xs font-medium text-accent-text">{reply.direction === 'INBOUND' ? (customer ?? t('customer')) : t('you')}</span>
      <span className="line-clamp-2">{reply.content ? plainText(reply.content) : t(`kind.${reply.type}`)}</span>
    </button>
  );
}

/** One's own is taken back with a click. */
function Reactions({ message }: { message: Message }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const look = 'rounded-full border bg-raised px-1.5 text-sm leading-5';
  const takeBack = () => unwrap(api.DELETE('/api/messages/{id}/reaction', { params: { path: { id: message.id } } })).catch(toast.problem);
  return (
    <p role="group" aria-label={t('reactions')} className={cn('-mt-1.5 flex gap-0.5', message.direction === 'OUTBOUND' ? 'justify-end pr-2' : 'pl-2')}>
      {message.reactions.map(({ actor, emoji }) =>
        actor === me.id ? (
          <button key={actor} type="button" aria-label={`${t('discard')}: ${emoji}`} className={cn(look, 'border-accent bg-accent-soft')} onClick={() => void takeBack()}>
            {emoji}
          </button>
        ) : (
          <span key={actor} className={look}>
            {emoji}
          </span>
        ),
      )}
    </p>
  );
}

function Failed({ message }: { message: Message }) {
  const { t } = useTranslation('inbox');
  return (
    <p className="mt-1 flex flex-wrap items-center justify-end gap-x-2 text-xs text-danger">
      <span>{message.error?.message ?? t('status.FAILED')}</span>
      <Button variant="link" size="sm" className="text-danger" onClick={() => void sendAgain(message)}>
        <RotateCw className="size-3!" />
        {t('resend')}
      </Button>
      {message.id === message.clientId && (
        <Button variant="link" size="sm" className="text-ink-2" onClick={() => discard(message)}>
          {t('discard')}
        </Button>
      )}
    </p>
  );
}
