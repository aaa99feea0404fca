import { useTranslation } from 'react-i18next';

import type { User } from '@/api/types';
import { cn } from '@/lib/utils';

const DOT = { ONLINE: 'bg-ok', BUSY: 'bg-warn', OFFLINE: 'bg-line-strong' };

/** A colleague with presence and load, to choose from. */
export function AgentLine({ user }: { user: User }) {
  const { t } = useTranslation('inbox');
  const { name, onlineStatus, activeConversations: load, capacity } = user;
  return (
    <span className="flex items-center gap-2">
      <span className={cn('size-2 shrink-0 rounded-full', DOT[onlineStatus])} />
      <span className="truncate">{name}</span>
      <span className="tnum text-xs text-ink-3">{capacity > 0 ? t('give.load', { load, capacity }) : t('give.loadOnly', { load })}</span>
    </span>
  );
}
