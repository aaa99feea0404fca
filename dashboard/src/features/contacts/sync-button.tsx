import { useMutation, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { channelList } from '@/api/directory';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { toast } from '@/lib/toast';

/** Reads the names in the address book of a linked telephone. Only WAHA knows them; without such a channel there is no button. */
export function SyncButton() {
  const { t } = useTranslation('contacts');
  const channels = useQuery(channelList());
  const sync = useMutation({
    mutationFn: (channelId: string) => unwrap(api.POST('/api/contacts/sync', { body: { channelId } })),
    onSuccess({ updated }) {
      void queryClient.invalidateQueries({ queryKey: keys.contacts() });
      toast.ok(t('synced', { count: updated }));
    },
    onError: toast.problem,
  });
  const linked = channels.data?.filter((channel) => channel.provider === 'WAHA' && channel.status !== 'DISABLED') ?? [];
  const [only] = linked;
  if (!only) return null;
  const look = (
    <>
      <RefreshCw />
      {t('sync')}
    </>
  );
  if (linked.length === 1) {
    return (
      <Button busy={sync.isPending} title={t('syncHint')} onClick={() => sync.mutate(only.id)}>
        {look}
      </Button>
    );
  }
  return (
    <Menu trigger={<Button busy={sync.isPending}>{look}</Button>}>
      <MenuLabel>{t('syncHint')}</MenuLabel>
      {linked.map((channel) => (
        <MenuItem key={channel.id} onSelect={() => sync.mutate(channel.id)}>
          {channel.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
