import { useMutation } from '@tanstack/react-query';
import { CircleAlert, Ellipsis, QrCode, ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Channel } from '@/api/types';
import { CopyText } from '@/components/copy-text';
import { Notice } from '@/components/notice';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { duration, phone } from '@/lib/format';
import { toast } from '@/lib/toast';
import { secondsSince, useNow } from '@/lib/use-now';

import { SECRETS } from './secrets';

const TONES: Record<Channel['status'], Tone> = { ACTIVE: 'ok', PENDING: 'warn', DEGRADED: 'warn', STOPPED: 'danger', DISABLED: 'neutral' };

/** Reasons there are words for; others are the provider's own. */
const REASONS = ['app_secret_missing', 'SCAN_QR_CODE', 'STARTING', 'STOPPED', 'FAILED', '463'] as const;
const isKnown = (reason: string): reason is (typeof REASONS)[number] => REASONS.some((known) => known === reason);

export type ChannelAct = 'edit' | 'setup' | 'session' | 'templates' | 'rotate' | 'remove';

/** A number: whether it works, since when it was quiet, and what its provider must be told. */
export function ChannelCard({ channel, onAct }: { channel: Channel; onAct(act: ChannelAct): void }) {
  const { t } = useTranslation('channels');
  const common = useTranslation().t;
  const now = useNow();
  const params = { path: { id: channel.id } };
  const refresh = () => void queryClient.invalidateQueries({ queryKey: keys.channels() });
  const verify = useMutation({
    mutationFn: () => unwrap(api.POST('/api/channels/{id}/verify', { params })),
    onSuccess(checked) {
      refresh();
      if (checked.status === 'ACTIVE') toast.ok(t('verified'));
      else toast.show({ tone: 'danger', title: t('notVerified'), text: checked.statusReason ?? undefined });
    },
    onError: toast.problem,
  });
  const makeDefault = useMutation({ mutationFn: () => unwrap(api.POST('/api/channels/{id}/default', { params })), onSuccess: refresh, onError: toast.problem });
  const waha = channel.provider === 'WAHA';
  const age = (at: string | null) => (at ? t('ago', { time: duration(secondsSince(at, now)) }) : t('never'));
  const secrets: readonly string[] = SECRETS[channel.provider];
  return (
    <li className="flex flex-col gap-4 rounded-lg border p-4">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
            <span className="min-w-0 [overflow-wrap:anywhere]">{channel.name}</span>
            <Badge tone={TONES[channel.status]}>{t(`status.${channel.status}`)}</Badge>
            {channel.isDefault && <Badge tone="accent">{t('default')}</Badge>}
          </h2>
          <p className="tnum mt-0.5 flex flex-wrap gap-x-1.5 text-sm text-ink-3">
            <span>{t(`providers.${channel.provider}`)}</span>
            {channel.phone && <span className="whitespace-nowrap">{phone(channel.phone)}</span>}
            {channel.engine && <span>{channel.engine}</span>}
          </p>
        </div>
        {waha && channel.status !== 'ACTIVE' ? (
          <Button size="sm" variant="primary" onClick={() => onAct('session')}>
            <QrCode />
            {t('link')}
          </Button>
        ) : (
          <Button size="sm" busy={verify.isPending} onClick={() => verify.mutate()}>
            {t('verify')}
          </Button>
        )}
        <Menu
          trigger={
            <Button variant="ghost" size="icon-sm" aria-label={`${common('actions')}: ${channel.name}`}>
              <Ellipsis />
            </Button>
          }
        >
          <MenuItem onSelect={() => onAct('edit')}>{common('edit')}</MenuItem>
          <MenuItem onSelect={() => onAct('setup')}>{t('setup')}</MenuItem>
          {waha && <MenuItem onSelect={() => onAct('session')}>{t('session')}</MenuItem>}
          {waha && channel.status !== 'ACTIVE' && <MenuItem onSelect={() => verify.mutate()}>{t('verify')}</MenuItem>}
          {channel.provider === 'META' && <MenuItem onSelect={() => onAct('templates')}>{t('templates')}</MenuItem>}
          {!channel.isDefault && <MenuItem onSelect={() => makeDefault.mutate()}>{t('makeDefault')}</MenuItem>}
          <MenuItem onSelect={() => onAct('rotate')}>{t('rotate')}</MenuItem>
          <MenuSeparator />
          <MenuItem danger onSelect={() => onAct('remove')}>
            {t('remove')}
          </MenuItem>
        </Menu>
      </div>
      {channel.statusReason && (
        <Notice icon={CircleAlert} tone={channel.status === 'STOPPED' ? 'danger' : 'warn'}>
          {isKnown(channel.statusReason) ? t(`reason.${channel.statusReason}`) : channel.statusReason}
        </Notice>
      )}
      {channel.status === 'PENDING' && !channel.statusReason && <Notice>{t('pending')}</Notice>}
      {channel.insecureWebhook && (
        <Notice icon={ShieldAlert} tone="danger">
          {t('insecureWarning')}
        </Notice>
      )}
      <dl className="grid grid-cols-3 gap-3 text-sm">
        {(
          [
            ['lastEvent', age(channel.lastEventAt)],
            ['lastSent', age(channel.lastSentAt)],
            ['rate', t('perSecond', { count: channel.maxPerSecond })],
          ] as const
        ).map(([label, value]) => (
          <div key={label}>
            <dt className="text-xs text-ink-3">{t(label)}</dt>
            <dd className="tnum">{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <p className="mb-1 text-xs text-ink-3">{t('webhook')}</p>
        <CopyText text={channel.webhookUrl} label={t('webhook')} />
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {secrets.map((name) => {
          const set = channel.secretsSet.includes(name);
          return (
            <li key={name} className="flex items-center gap-1.5">
              <span aria-hidden className={set ? 'size-1.5 rounded-full bg-ok' : 'size-1.5 rounded-full bg-line-strong'} />
              <span className="text-ink-2">{t(`secret.${name as 'hmacKey'}`)}</span>
              <span className="text-ink-3">{t(set ? 'set' : 'notSet')}</span>
            </li>
          );
        })}
        {channel.credentialHint && <li className="font-mono text-ink-3">{channel.credentialHint}</li>}
      </ul>
    </li>
  );
}
