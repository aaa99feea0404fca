import { useMutation } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import type { OnlineStatus } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Menu, MenuChoice, MenuLabel } from '@/components/ui/menu';
import { useAuthStore, useMe } from '@/lib/auth-store';
import { toast } from '@/lib/toast';
import { cn } from '@/lib/utils';
import { onEvent } from '@/realtime/start';

const DOT: Record<OnlineStatus, string> = { ONLINE: 'bg-ok', BUSY: 'bg-warn', OFFLINE: 'bg-line-strong' };

/** Whether one gets conversations: available, busy (keeps what one has), away. */
export function Presence() {
  const { t } = useTranslation('shell');
  const common = useTranslation().t;
  const me = useMe();
  const change = useMutation({
    mutationFn: (status: OnlineStatus) => unwrap(api.PATCH('/api/users/me/status', { body: { status } })),
    onMutate(status) {
      const { user, setUser } = useAuthStore.getState();
      if (user) setUser({ ...user, onlineStatus: status });
      return { before: user?.onlineStatus };
    },
    onError(error, _, kept) {
      const { user, setUser } = useAuthStore.getState();
      if (user && kept?.before) setUser({ ...user, onlineStatus: kept.before });
      toast.problem(error);
    },
  });
  const [inactive, setInactive] = useState(false);
  useEffect(
    () =>
      onEvent(({ event, data }) => {
        if (event === 'agent-status-changed' && data.userId === me.id) setInactive(data.status === 'OFFLINE' && data.reason === 'heartbeat');
      }),
    [me.id],
  );
  return (
    <>
      {inactive && me.onlineStatus === 'OFFLINE' && (
        <div role="status" className="flex items-center gap-2">
          <span title={t('inactiveText')} className="text-xs text-warn max-md:sr-only">
            {t('inactive')}
          </span>
          <Button size="sm" variant="soft" title={t('inactiveText')} onClick={() => change.mutate('ONLINE')}>
            {t('comeBack')}
          </Button>
        </div>
      )}
      <Menu
        trigger={
          <Button variant="ghost" aria-label={`${t('presence')}: ${common(`presence.${me.onlineStatus}`)}`}>
            <span className={cn('size-2 rounded-full', DOT[me.onlineStatus])} />
            <span className="max-lg:hidden">{common(`presence.${me.onlineStatus}`)}</span>
            <ChevronDown className="text-ink-3" />
          </Button>
        }
      >
        <MenuLabel>{t('presence')}</MenuLabel>
        {(['ONLINE', 'BUSY', 'OFFLINE'] as const).map((status) => (
          <MenuChoice key={status} chosen={me.onlineStatus === status} onChoose={() => change.mutate(status)}>
            <span className={cn('size-2 rounded-full', DOT[status])} />
            {common(`presence.${status}`)}
          </MenuChoice>
        ))}
      </Menu>
    </>
  );
}
