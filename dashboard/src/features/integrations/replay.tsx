import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/lib/toast';

import { type Endpoint, refresh } from './endpoint';

/** Tells an endpoint again what happened since a moment. */
export function Replay({ endpoint, onClose }: { endpoint: Endpoint; onClose(): void }) {
  const { t } = useTranslation('integrations');
  const [since, setSince] = useState('');
  const replay = useMutation({
    mutationFn: () => unwrap(api.POST('/api/webhook-endpoints/{id}/replay', { params: { path: { id: endpoint.id } }, body: { since: new Date(since).toISOString() } })),
    onSuccess() {
      refresh();
      toast.ok(t('replayed'));
      onClose();
    },
    onError: toast.problem,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('replay')}
      description={t('replayText')}
      footer={
        <Button variant="primary" disabled={!since} busy={replay.isPending} onClick={() => replay.mutate()}>
          {t('replay')}
        </Button>
      }
    >
      <Field label={t('since')}>{(wiring) => <Input {...wiring} type="datetime-local" value={since} onChange={(event) => setSince(event.target.value)} />}</Field>
    </Dialog>
  );
}
