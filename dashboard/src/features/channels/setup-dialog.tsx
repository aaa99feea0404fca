import { useMutation } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Channel } from '@/api/types';
import { CopyText } from '@/components/copy-text';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/lib/toast';
import { cn } from '@/lib/utils';

/** What is left to do after a channel was created, in order, until messages come and go. */
export function SetupDialog({ channel, onSession, onClose }: { channel: Channel; onSession(): void; onClose(): void }) {
  const { t } = useTranslation('channels');
  const common = useTranslation().t;
  const { provider, status, lastEventAt, webhookUrl } = channel;
  const verify = useMutation({
    mutationFn: () => unwrap(api.POST('/api/channels/{id}/verify', { params: { path: { id: channel.id } } })),
    onSuccess(checked) {
      void queryClient.invalidateQueries({ queryKey: keys.channels() });
      if (checked.status !== 'ACTIVE') toast.show({ tone: 'danger', title: t('notVerified'), text: checked.statusReason ?? undefined });
    },
    onError: toast.problem,
  });
  const active = status === 'ACTIVE';
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('setup')}
      description={channel.name}
      footer={
        <Button variant={active ? 'primary' : 'secondary'} onClick={onClose}>
          {active ? t('setupDone') : common('close')}
        </Button>
      }
    >
      <ol className="flex flex-col">
        {provider !== 'SANDBOX' && (
          <Step place={1} done={lastEventAt !== null} title={t('setupStep.webhook')} text={t(`setupWebhook.${provider}`)}>
            <CopyText text={webhookUrl} label={t('webhook')} />
          </Step>
        )}
        {provider === 'WAHA' && (
          <Step place={2} done={active && channel.phone !== null} title={t('setupStep.link')} text={t('setupLink')}>
            <Button size="sm" onClick={onSession}>
              {t('session')}
            </Button>
          </Step>
        )}
        <Step place={provider === 'WAHA' ? 3 : provider === 'META' ? 2 : 1} done={active} title={t('setupStep.verify')} text={t(active ? 'verified' : 'pending')}>
          {!active && (
            <Button size="sm" variant="primary" busy={verify.isPending} onClick={() => verify.mutate()}>
              {t('verify')}
            </Button>
          )}
        </Step>
      </ol>
    </Dialog>
  );
}

function Step({ place, done, title, text, children }: { place: number; done: boolean; title: string; text: string; children?: ReactNode }) {
  const { t } = useTranslation('channels');
  return (
    <li className="flex gap-3 border-b py-3.5 last:border-b-0">
      <span className={cn('grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold', done ? 'bg-ok-soft text-ok' : 'bg-sunken text-ink-2')}>
        {done ? <Check role="img" aria-label={t('stepDone')} className="size-3.5" /> : place}
      </span>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <div>
          <h3 className="text-sm font-medium">{title}</h3>
          <p className="text-sm text-ink-3">{text}</p>
        </div>
        {children && <div className="w-full">{children}</div>}
      </div>
    </li>
  );
}
