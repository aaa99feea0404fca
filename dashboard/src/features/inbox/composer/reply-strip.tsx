import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { plainText } from '@/components/formatted-text';
import { Button } from '@/components/ui/button';

/** The message that is answered, above the composer. */
export function ReplyStrip({ message, customer, onRemove }: { message: Message; customer: string | null; onRemove(): void }) {
  const { t } = useTranslation('inbox');
  const name = message.direction === 'INBOUND' ? (customer ?? t('customer')) : (message.sender?.name ?? t('you'));
  return (
    <div className="mb-1.5 flex items-center gap-2 rounded-md border-l-3 border-accent bg-sunken py-1 pl-2.5 pr-1 text-sm">
      <div className="min-w-0 flex-1">
        <p className="truncate text-xs font-medium text-accent-text">{t('replyingTo', { name })}</p>
        <p className="truncate text-ink-2">{message.content ? plainText(message.content) : t(`kind.${message.type}`)}</p>
      </div>
      <Button variant="ghost" size="icon-sm" aria-label={t('cancelReply')} onClick={onRemove}>
        <X />
      </Button>
    </div>
  );
}
