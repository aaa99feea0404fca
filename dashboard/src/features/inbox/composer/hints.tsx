import { CloudOff, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/lib/auth-store';
import { useRealtime } from '@/realtime/store';

/** What one should know before one writes: that the connection is away, or that a colleague writes as well. */
export function Hints({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const away = useRealtime((state) => state.phase.name === 'waiting' || state.phase.name === 'stopped');
  const typing = useRealtime((state) => state.typing[conversationId]);
  const colleague = typing?.source === 'agent' && typing.name !== me.name ? typing.name : null;
  if (!away && !colleague) return null;
  const Icon = away ? CloudOff : UsersRound;
  return (
    <p role="status" className="mb-1.5 flex items-center gap-2 px-1 text-xs text-warn">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {away ? t('waitingToSend') : t('alsoWriting', { name: colleague })}
    </p>
  );
}
