import type { Schemas } from '@/api/types';

type Summary = Schemas['JobsSummary'];

/** Beyond this, what waits is not just passing by. */
const LATE_SECONDS = 60;

export interface Stage {
  id: 'lanes' | 'events' | 'statuses' | 'outbox' | 'unknown' | 'media' | 'deliveries';
  count: number;
  /** Null where no age is told. */
  oldestSeconds: number | null;
  tone: 'plain' | 'warn' | 'danger';
}

/** In the order a message meets them. */
export function stagesOf({ lanes, events, statuses, outbox, media, deliveries }: Summary): Stage[] {
  const aged = (id: Stage['id'], count: number, oldestSeconds: number): Stage => ({ id, count, oldestSeconds, tone: count > 0 && oldestSeconds > LATE_SECONDS ? 'warn' : 'plain' });
  return [
    // A lane is the order of one sender, who may have sent much.
    aged('lanes', Math.max(events.pending, lanes.waiting), lanes.oldestSeconds),
    { id: 'events', count: events.waiting, oldestSeconds: null, tone: 'plain' },
    aged('outbox', outbox.queued + outbox.sending, outbox.oldestSeconds),
    { id: 'unknown', count: outbox.unknown, oldestSeconds: null, tone: outbox.unknown > 0 ? 'warn' : 'plain' },
    { id: 'statuses', count: statuses.pending + statuses.waiting, oldestSeconds: null, tone: 'plain' },
    { id: 'media', count: media, oldestSeconds: null, tone: 'plain' },
    aged('deliveries', deliveries.pending, deliveries.oldestSeconds),
  ];
}

export interface Health {
  /**
   * `stuck`: given up, for a person to decide. `late`: it waits too long. `unknown`: sends of which nobody knows whether they arrived.
   * `ageless`: nothing of this, but something waits of which no age is told, so that nobody can call it in time.
   */
  state: 'ok' | 'ageless' | 'late' | 'unknown' | 'stuck';
  count: number;
  oldestSeconds: number;
}

/** The worst of it. */
export function healthOf(summary: Summary): Health {
  const stages = stagesOf(summary);
  const oldestSeconds = Math.max(0, ...stages.filter((stage) => stage.tone !== 'plain').map((stage) => stage.oldestSeconds ?? 0));
  const stuck = summary.deadJobs + summary.deadEvents;
  if (stuck > 0) return { state: 'stuck', count: stuck, oldestSeconds };
  if (oldestSeconds > 0) return { state: 'late', count: 0, oldestSeconds };
  if (summary.outbox.unknown > 0) return { state: 'unknown', count: summary.outbox.unknown, oldestSeconds };
  const ageless = stages.filter((stage) => stage.oldestSeconds === null).reduce((sum, stage) => sum + stage.count, 0);
  if (ageless > 0) return { state: 'ageless', count: ageless, oldestSeconds };
  return { state: 'ok', count: 0, oldestSeconds };
}
