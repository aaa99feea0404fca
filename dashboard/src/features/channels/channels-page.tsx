import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { removeChannel } from '@/api/channel-session';
import { api, unwrap } from '@/api/client';
import { channelList } from '@/api/directory';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Channel } from '@/api/types';
import { CopyText } from '@/components/copy-text';
import { Page } from '@/components/page';
import { EmptyState, ErrorState, Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Dialog } from '@/components/ui/dialog';
import { Checkbox } from '@/components/ui/toggles';
import { toast } from '@/lib/toast';

import { type ChannelAct, ChannelCard } from './channel-card';
import { ChannelForm } from './channel-form';
import { SessionDialog } from './session-dialog';
import { SetupDialog } from './setup-dialog';
import { TemplatesDialog } from './templates-dialog';

/** The numbers customers write to. */
export function ChannelsPage() {
  const { t } = useTranslation('channels');
  const channels = useQuery(channelList());
  const [act, setAct] = useState<{ what: ChannelAct | 'new'; id: string | null } | null>(null);
  // By id, so that an open dialog sees what events change.
  const channel = channels.data?.find((item) => item.id === act?.id) ?? null;
  const close = () => setAct(null);
  const create = (
    <Button variant="primary" onClick={() => setAct({ what: 'new', id: null })}>
      <Plus />
      {t('new')}
    </Button>
  );
  const shown = channels.data?.filter((item) => item.status !== 'DISABLED');
  return (
    <Page title={t('title')} description={t('description')} actions={create}>
      {channels.error ? (
        <ErrorState error={channels.error} retry={() => void channels.refetch()} />
      ) : shown?.length === 0 ? (
        <EmptyState icon={Smartphone} title={t('emptyTitle')} text={t('emptyText')} action={create} />
      ) : (
        <ul className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2 2xl:grid-cols-3">
          {shown
            ? shown.map((item) => <ChannelCard key={item.id} channel={item} onAct={(what) => setAct({ what, id: item.id })} />)
            : Array.from({ length: 2 }, (_, index) => <Skeleton key={index} className="h-64 rounded-lg" />)}
        </ul>
      )}
      {act?.what === 'new' && <ChannelForm channel={null} onClose={close} onCreated={(made) => setAct({ what: 'setup', id: made.id })} />}
      {channel && act?.what === 'edit' && <ChannelForm key={channel.id} channel={channel} onClose={close} />}
      {channel && act?.what === 'setup' && <SetupDialog channel={channel} onSession={() => setAct({ what: 'session', id: channel.id })} onClose={close} />}
      {channel && act?.what === 'session' && <SessionDialog channel={channel} onClose={close} />}
      {channel && act?.what === 'templates' && <TemplatesDialog channel={channel} onClose={close} />}
      {channel && act?.what === 'rotate' && <Rotate channel={channel} onClose={close} />}
      {channel && act?.what === 'remove' && <Remove channel={channel} onClose={close} />}
    </Page>
  );
}

function Rotate({ channel, onClose }: { channel: Channel; onClose(): void }) {
  const { t } = useTranslation('channels');
  const rotate = useMutation({
    mutationFn: () => unwrap(api.POST('/api/channels/{id}/rotate-secret', { params: { path: { id: channel.id } } })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: keys.channels() }),
    onError(error) {
      toast.problem(error);
      onClose();
    },
  });
  if (!rotate.data) {
    return (
      <Confirm open onOpenChange={(open) => !open && onClose()} title={t('rotateTitle')} description={t('rotateText')} action={t('rotate')} danger busy={rotate.isPending} onConfirm={() => rotate.mutate()} />
    );
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('newSecret')} description={t('newSecretText')}>
      <CopyText text={rotate.data.secret} label={t('newSecret')} />
    </Dialog>
  );
}

function Remove({ channel, onClose }: { channel: Channel; onClose(): void }) {
  const { t } = useTranslation('channels');
  const [force, setForce] = useState(false);
  const remove = useMutation({
    mutationFn: () => removeChannel(channel.id, force),
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.channels() });
      onClose();
    },
    onError: toast.problem,
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('removeTitle', { name: channel.name })}
      description={
        <>
          <p>{t('removeText')}</p>
          <label className="mt-3 flex items-center gap-2 text-ink">
            <Checkbox checked={force} onCheckedChange={(checked) => setForce(checked === true)} />
            {t('removeForce')}
          </label>
        </>
      }
      action={t('remove')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}
