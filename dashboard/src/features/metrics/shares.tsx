import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/types';
import { percent } from '@/lib/format';

import { time } from './time';
import { type ListOf, ToList } from './to-list';

type Dashboard = Schemas['Dashboard'];

/** Medians and the slow tenth, on one scale, so that the lengths can be compared. */
export function Times({ data, period }: { data: Dashboard; period: { from: string; to?: string } }) {
  const { t } = useTranslation('metrics');
  const list: ListOf = { tab: 'all', ...period };
  const rows = [
    { label: t('firstResponse'), spread: data.firstResponse },
    { label: t('queueWait'), spread: data.queueWait },
  ];
  const longest = Math.max(1, ...rows.map((row) => row.spread.p90));
  return (
    <ul className="flex flex-col gap-4">
      {rows.map(({ label, spread }) => (
        <li key={label}>
          <p className="flex items-baseline gap-3 text-sm">
            <span className="flex-1 font-medium">{label}</span>
            <span className="text-ink-3">
              {t('median')}{' '}
              <ToList search={list} className="tnum font-medium text-ink">
                {time(spread.median)}
              </ToList>
            </span>
            <span className="text-ink-3">
              p90{' '}
              <ToList search={list} className="tnum font-medium text-ink">
                {time(spread.p90)}
              </ToList>
            </span>
          </p>
          <span aria-hidden className="relative mt-1.5 block h-2 rounded-full bg-sunken">
            <span className="absolute inset-y-0 left-0 rounded-full bg-accent/30" style={{ width: `${(spread.p90 / longest) * 100}%` }} />
            <span className="absolute inset-y-0 left-0 rounded-full bg-accent" style={{ width: `${(spread.median / longest) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the bot sent, and what came over each channel. */
export function Shares({ data, period }: { data: Dashboard; period: { from: string; to?: string } }) {
  const { t } = useTranslation('metrics');
  const out = Math.max(1, data.messages.outbound);
  const rows: { id: string; label: string; value: number; of: number; note: string; list: ListOf }[] = [
    { id: 'bot', label: t('botShare'), value: data.botMessages, of: out, note: t('ofSent', { percent: percent(data.botMessages / out) }), list: { tab: 'all', ...period } },
    ...data.byChannel.map((channel) => ({
      id: channel.channelId,
      label: channel.name ?? channel.provider,
      value: channel.inbound + channel.outbound,
      of: Math.max(1, data.messages.total),
      note: t('messagesCount', { count: channel.inbound + channel.outbound }),
      list: { tab: 'all' as const, channel: channel.channelId, ...period },
    })),
  ];
  return (
    <ul className="flex flex-col gap-4">
      {rows.map((row) => (
        <li key={row.id}>
          <p className="flex items-baseline gap-3 text-sm">
            <span className="min-w-0 flex-1 truncate font-medium">{row.label}</span>
            <ToList search={row.list} className="tnum text-ink-3">
              {row.note}
            </ToList>
          </p>
          <span aria-hidden className="mt-1.5 block h-2 overflow-hidden rounded-full bg-sunken">
            <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.min(100, (row.value / row.of) * 100)}%` }} />
          </span>
        </li>
      ))}
      <li className="text-sm text-ink-3">
        <ToList search={{ tab: 'resolved', ...period }}>{data.botOnly === 0 ? t('botOnlyNone') : t('botOnly', { count: data.botOnly })}</ToList>
      </li>
    </ul>
  );
}
