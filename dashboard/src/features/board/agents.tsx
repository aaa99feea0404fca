import { useTranslation } from 'react-i18next';

import { Avatar } from '@/components/ui/avatar';
import { Tooltip } from '@/components/ui/tooltip';
import { cn } from '@/lib/utils';

import { byAvailability, hasPlace, type BoardAgent } from './deadline';

/** Who serves here now; whoever is away is only counted, so that the eye finds who could help. */
export function Agents({ agents }: { agents: BoardAgent[] }) {
  const { t } = useTranslation('board');
  const common = useTranslation().t;
  const here = byAvailability(agents).filter((agent) => agent.onlineStatus !== 'OFFLINE');
  const away = agents.filter((agent) => agent.onlineStatus === 'OFFLINE');
  return (
    <div className="border-b px-3 pb-2.5 pt-2">
      {here.length === 0 && <p className="text-xs text-warn">{agents.length === 0 ? t('noMembers') : t('nobodyHere')}</p>}
      <ul className="flex flex-col gap-1">
        {here.map((agent) => (
          <li key={agent.id} className="flex items-center gap-2 text-xs">
            <Avatar name={agent.name} size="sm" status={agent.onlineStatus} />
            <span className="min-w-0 flex-1 truncate text-ink-2">
              {agent.name}
              <span className="sr-only">, {common(`presence.${agent.onlineStatus}`)}</span>
            </span>
            <Load agent={agent} />
          </li>
        ))}
      </ul>
      {away.length > 0 && (
        <Tooltip text={away.map((agent) => agent.name).join(', ')} side="bottom">
          <button type="button" className="mt-1 rounded text-left text-2xs text-ink-3">
            {t('away', { count: away.length })}
          </button>
        </Tooltip>
      )}
    </div>
  );
}

/** Places taken of places there are, as a bar and as a number. */
function Load({ agent }: { agent: BoardAgent }) {
  const { t } = useTranslation('board');
  const { activeConversations: active, capacity } = agent;
  const label = capacity === 0 ? t('load', { count: active }) : t('loadOf', { count: active, capacity });
  return (
    <span role="img" aria-label={label} className="flex items-center gap-1.5">
      {capacity > 0 && (
        <span className="h-1 w-14 overflow-hidden rounded-full bg-line">
          <span
            className={cn('block h-full rounded-full', !hasPlace(agent) || agent.onlineStatus === 'BUSY' ? 'bg-warn' : 'bg-accent')}
            style={{ width: `${Math.min(100, (active / capacity) * 100)}%` }}
          />
        </span>
      )}
      <span className={cn('tnum w-8 text-right', hasPlace(agent) ? 'text-ink-3' : 'font-medium text-warn')}>{capacity === 0 ? active : `${active}/${capacity}`}</span>
    </span>
  );
}
