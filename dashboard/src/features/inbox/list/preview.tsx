import { FileText, Image, Mic, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { plainText } from '@/components/formatted-text';

const ICONS = { IMAGE: Image, VIDEO: Video, AUDIO: Mic, DOCUMENT: FileText };

/** A message in one line. */
export function Preview({ message }: { message: Message | null }) {
  const { t } = useTranslation('inbox');
  if (!message) return <span className="truncate">&nbsp;</span>;
  if (message.revokedAt) return <span className="truncate italic text-ink-3">{t('revoked')}</span>;
  const Icon = message.type === 'TEXT' ? null : ICONS[message.type];
  const text = message.content ? plainText(message.content) : (message.media?.fileName ?? t(`kind.${message.type}`));
  return (
    <>
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0 text-ink-3" />}
      <span className="truncate">{text}</span>
    </>
  );
}
