import { Bot, Smartphone, Webhook } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { cn } from '@/lib/utils';

import { authorOf } from '../prefix';

const ICONS = { BOT: Bot, PHONE: Smartphone, API: Webhook };

/** Who of the company said it, from which department at that time; the customer needs no name in their own chat. */
export function Author({ message, className }: { message: Message; className?: string }) {
  const { t } = useTranslation('inbox');
  const { origin } = message;
  if (origin === 'CUSTOMER') return null;
  const Icon = origin === 'AGENT' ? null : ICONS[origin];
  const author = origin === 'AGENT' ? authorOf(message) : { name: t(`origin.${origin}`), department: null };
  if (!author) return null;
  return (
    <p className={cn('mb-0.5 flex items-center gap-1 text-xs text-ink-3', className)}>
      {Icon && <Icon aria-hidden className="size-3" />}
      <span className="font-medium">{author.name}</span>
      {author.department && <span>· {author.department}</span>}
    </p>
  );
}
