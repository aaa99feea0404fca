import type { Schemas } from '@/api/types';

type Summary = Schemas['JobsSummary'];

/** Beyond this, what waits is not just passing by. */
const LATE_SECONDS = 60;

export interface Stage {
  id: 'lanes' | 'events' | 'statuses' | 'outbox' | 'unknown' | 'media' | 'deliveries';
  count: number;
  /** How long the first of them has waited. */
  oldestSeconds: number;
  tone: 'plain' | 'warn' | 'danger';
}

/** In the order a message meets them. */
export function stagesOf({ lanes, events, statuses, outbox, media, deliveries }: Summary): Stage[] {
  const toneOf = (count: number, oldestSeconds: number) => (count > 0 && oldestSeconds > LATE_SECONDS ? 'warn' : 'plain');
  const stage = (id: Stage['id'], count: number, oldestSeconds: number): Stage => ({ id, count, oldestSeconds, tone: toneOf(count, oldestSeconds) });
  return [
    // A lane is the order of one sender, who may have sent much.
    stage('lanes', Math.max(events.pending, lanes.waiting), lanes.oldestSeconds),
    // What waits for its message may wait for hours, and that is no trouble.
    { id: 'events', count: events.waiting, oldestSeconds: events.oldestWaitingSeconds, tone: 'plain' },
    stage('outbox', outbox.queued + outbox.sending, outbox.oldestSeconds),
    { id: 'unknown', count: outbox.unknown, oldestSeconds: outbox.oldestUnknownSeconds, tone: outbox.unknown > 0 ? 'warn' : 'plain' },
    {
      id: 'statuses',
      count: statuses.pending + statuses.waiting,
      oldestSeconds: statuses.pending > 0 ? statuses.oldestSeconds : statuses.oldestWaitingSeconds,
      tone: toneOf(statuses.pending, statuses.oldestSeconds),
    },
    stage('media', media.pending, media.oldestSeconds),
    stage('deliveries', deliveries.pending, deliveries.oldestSeconds),
  ];
}

export interface Health {
  /** `stuck`: given up, for a person to decide. `late`: it waits too long. `unknown`: sends of which nobody knows whether they arrived. */
  state: 'ok' | 'late' | 'unknown' | 'stuck';
  count: number;
  oldestSeconds: number;
}

/** The worst of it. */
export function healthOf(summary: Summary): Health {
  const late = stagesOf(summary).filter(({ id, tone }) => tone !== 'plain' && id !== 'unknown');
  const oldestSeconds = Math.max(0, ...late.map((stage) => stage.oldestSeconds));
  const stuck = summary.deadJobs + summary.deadEvents;
  if (stuck > 0) return { state: 'stuck', count: stuck, oldestSeconds };
  if (late.length > 0) return { state: 'late', count: 0, oldestSeconds };
  if (summary.outbox.unknown > 0) return { state: 'unknown', count: summary.outbox.unknown, oldestSeconds };
  return { state: 'ok', count: 0, oldestSeconds };
}
