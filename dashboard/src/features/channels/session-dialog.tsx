import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleCheck, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { changeSession, channelSession, type SessionAction } from '@/api/channel-session';
import { queryClient } from '@/api/query-client';
import type { Channel, Schemas } from '@/api/types';
import { ErrorState, Skeleton } from '@/components/states';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { phone } from '@/lib/format';
import { toast } from '@/lib/toast';

import { Qr } from './qr';

type Session = Schemas['ChannelSession'];

const STATES = ['STARTING', 'SCAN_QR_CODE', 'WORKING', 'STOPPED', 'FAILED'] as const;
type State = (typeof STATES)[number];
const stateOf = (session: Session): State | null => STATES.find((state) => state === session.status) ?? null;

/** What makes sense in each state; the one that leads on comes last. */
const ACTIONS: Record<State | 'other', SessionAction[]> = {
  STARTING: ['stop', 'restart'],
  SCAN_QR_CODE: ['stop', 'restart'],
  WORKING: ['logout', 'stop', 'restart'],
  STOPPED: ['logout', 'start'],
  FAILED: ['logout', 'restart'],
  other: ['stop', 'restart', 'start'],
};

/** The session of a WAHA channel: how it is, its code to scan, and what can be done with it. */
export function SessionDialog({ channel, onClose }: { channel: Channel; onClose(): void }) {
  const { t } = useTranslation('channels');
  const options = channelSession(channel.id);
  // Its key lies below the channels', so that an event of a channel reads it again.
  const session = useQuery(options);
  const again = () => void queryClient.invalidateQueries({ queryKey: options.queryKey });
  const change = useMutation({
    mutationFn: (action: SessionAction) => changeSession(channel.id, action),
    onSuccess: (next) => queryClient.setQueryData(options.queryKey, next),
    onError: toast.problem,
    onSettled: again,
  });
  const state = session.data && stateOf(session.data);
  const actions = ACTIONS[state ?? 'other'];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('session')}
      description={channel.name}
      footer={
        session.data && (
          <div className="flex flex-wrap justify-end gap-2">
            {actions.map((action, index) => (
              <Button
                key={action}
                variant={action === 'logout' ? 'ghost' : index === actions.length - 1 && (state === 'STOPPED' || state === 'FAILED') ? 'primary' : 'secondary'}
                busy={change.isPending && change.variables === action}
                disabled={change.isPending}
                onClick={() => change.mutate(action)}
              >
                {t(`sessionAction.${action}`)}
              </Button>
            ))}
          </div>
        )
      }
    >
      {session.error ? (
        <ErrorState error={session.error} retry={() => void session.refetch()} className="py-6" />
      ) : session.data ? (
        <div className="flex flex-col gap-4" aria-live="polite">
          <p className="flex items-center gap-2 text-sm">
            <Badge tone={session.data.works ? 'ok' : state === 'SCAN_QR_CODE' || state === 'STARTING' ? 'warn' : 'danger'}>{state ? t(`sessionState.${state}`) : session.data.status}</Badge>
            {session.data.engine && <span className="text-ink-3">{session.data.engine}</span>}
          </p>
          {session.data.works && <Linked number={session.data.phone} />}
          {state === 'SCAN_QR_CODE' && <Qr channelId={channel.id} onGone={again} />}
          {state === 'STARTING' && <Skeleton className="h-32 w-full" />}
          {!session.data.works && state !== 'SCAN_QR_CODE' && state !== 'STARTING' && (
            <p className="flex items-start gap-2.5 text-sm text-ink-2">
              <Unplug aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
              {t(state === 'FAILED' ? 'sessionFailed' : 'sessionStopped')}
            </p>
          )}
        </div>
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Dialog>
  );
}

function Linked({ number }: { number: string | null }) {
  const { t } = useTranslation('channels');
  return (
    <div className="flex flex-col items-center gap-1 rounded-lg bg-ok-soft px-4 py-6 text-center">
      <CircleCheck aria-hidden className="size-8 text-ok" strokeWidth={1.5} />
      {number && <p className="tnum mt-1 text-lg font-semibold">{phone(number)}</p>}
      <p className="text-sm text-ink-2">{t('sessionWorks')}</p>
    </div>
  );
}
