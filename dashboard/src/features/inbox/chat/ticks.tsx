import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { cn } from '@/lib/utils';

/** How far an outgoing message has come: clock, one tick, two, two in colour; or an alert. */
export function Ticks({ message }: { message: Pick<Message, 'status' | 'sendPhase'> }) {
  const { t } = useTranslation('inbox');
  const { status, sendPhase } = message;
  const look = 'size-3.5 shrink-0';
  if (status === 'PENDING') return <Clock3 aria-label={t(sendPhase === 'UNKNOWN' ? 'status.confirming' : 'status.sending')} className={cn(look, 'text-ink-3', sendPhase === 'UNKNOWN' && 'text-warn')} />;
  if (status === 'FAILED') return <CircleAlert aria-label={t('status.FAILED')} className={cn(look, 'text-danger')} />;
  if (status === 'SENT') return <Check aria-label={t('status.SENT')} className={cn(look, 'text-ink-3')} />;
  return <CheckCheck aria-label={t(`status.${status}`)} className={cn(look, status === 'READ' ? 'text-[oklch(0.62_0.15_235)] dark:text-[oklch(0.75_0.13_230)]' : 'text-ink-3')} />;
}
