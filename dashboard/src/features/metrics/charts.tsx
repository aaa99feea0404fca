import { useTranslation } from 'react-i18next';
import { Area, AreaChart, Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis, ResponsiveContainer } from 'recharts';

import type { Schemas } from '@/api/types';
import { clock, dayName, fullTime, number } from '@/lib/format';
import { currentLanguage } from '@/lib/i18n';

type Series = Schemas['Bar'][];

const HOUR = 3_600_000;

interface Line {
  key: 'inbound' | 'outbound' | 'opened' | 'resolved';
  color: string;
}

/** Two series over the period; the same numbers stand in a table for who cannot see it. */
export function Chart({ series, lines, kind, label }: { series: Series; lines: [Line, Line]; kind: 'bars' | 'areas'; label: string }) {
  const { t } = useTranslation('metrics');
  const hourly = series.length > 1 && Date.parse(series[1]?.bucket ?? '') - Date.parse(series[0]?.bucket ?? '') <= HOUR;
  const tick = (bucket: string) => (hourly ? clock(bucket) : new Intl.DateTimeFormat(currentLanguage(), { day: 'numeric', month: 'short' }).format(new Date(bucket)));
  const when = (bucket: string) => (hourly ? fullTime(bucket) : dayName(bucket));
  // A line through two points tells of a course that nobody has measured.
  const lonely = series.filter((bar) => lines.some((line) => bar[line.key] > 0)).length < 3;
  const shared = (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="bucket" tickFormatter={tick} tickLine={false} axisLine={false} minTickGap={24} tick={{ fill: 'var(--ink-3)', fontSize: 11 }} />
      <YAxis allowDecimals={false} tickLine={false} axisLine={false} width={32} tick={{ fill: 'var(--ink-3)', fontSize: 11 }} tickFormatter={(value: number) => number(value)} />
      <Tooltip
        cursor={{ fill: 'var(--hover)', stroke: 'var(--line-strong)' }}
        content={({ active, payload, label: at }) =>
          active && payload?.length ? (
            <div className="rounded-md border bg-raised px-2.5 py-1.5 text-xs shadow-pop">
              <p className="mb-1 font-medium">{when(String(at))}</p>
              {payload.map((item) => (
                <p key={String(item.dataKey)} className="flex items-center gap-2">
                  <span className="size-2 rounded-full" style={{ backgroundColor: item.color }} />
                  <span className="flex-1 text-ink-2">{t(`series.${item.dataKey as Line['key']}`)}</span>
                  <span className="tnum font-medium">{number(Number(item.value))}</span>
                </p>
              ))}
            </div>
          ) : null
        }
      />
    </>
  );
  return (
    <figure>
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-4 text-sm">
        <span className="mr-auto font-semibold">{label}</span>
        {lines.map((line) => (
          <span key={line.key} className="flex items-center gap-1.5 text-xs text-ink-2">
            <span className="size-2 rounded-full" style={{ backgroundColor: line.color }} />
            {t(`series.${line.key}`)}
          </span>
        ))}
      </figcaption>
      <div aria-hidden className="h-56">
        <ResponsiveContainer width="100%" height="100%">
          {kind === 'bars' || lonely ? (
            <BarChart data={series} margin={{ left: 0, right: 4 }} accessibilityLayer={false}>
              {shared}
              {lines.map((line) => (
                <Bar key={line.key} dataKey={line.key} stackId={kind === 'bars' ? 'all' : line.key} fill={line.color} color={line.color} stroke="var(--surface)" maxBarSize={36} isAnimationActive={false} />
              ))}
            </BarChart>
          ) : (
            <AreaChart data={series} margin={{ left: 0, right: 4 }} accessibilityLayer={false}>
              {shared}
              {lines.map((line, index) => (
                <Area key={line.key} dataKey={line.key} stroke={line.color} fill={line.color} fillOpacity={0.1} strokeWidth={2} strokeDasharray={index === 1 ? '6 3' : undefined} isAnimationActive={false} />
              ))}
            </AreaChart>
          )}
        </ResponsiveContainer>
      </div>
      <table className="sr-only">
        <caption>{label}</caption>
        <tbody>
          {series.map((bar) => (
            <tr key={bar.bucket}>
              <th scope="row">{when(bar.bucket)}</th>
              {lines.map((line) => (
                <td key={line.key}>{`${t(`series.${line.key}`)}: ${bar[line.key]}`}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
