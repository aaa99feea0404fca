import type { Faults } from './types';

/** The switches that the panel offers, with what they need beside their `when`. */
export const OUTGOING = {
  sendError: { code: 131026 },
  acceptedThenFailed: { code: 131026 },
  send5xx: { status: 503, afterAccept: false },
  sendTimeoutAfterAccept: { holdMs: 20_000 },
  sendTimeoutBeforeAccept: { holdMs: 20_000 },
  statusBeforeResponse: {},
} as const;
export const INCOMING = {
  duplicateWebhook: { k: 3, newDeliveryId: true },
  reorder: { withinMs: 4000 },
  loseWebhook: {},
  wrongSignature: { kind: 'otherSecret', forever: false },
  lidSender: { withPhone: false },
  mediaGone: {},
  doubleEvent: {},
} as const;
export const LINE = { sessionBounce: { perMinute: 6 } } as const;
export const EXTRAS = { ...OUTGOING, ...INCOMING, ...LINE };
export type FaultName = keyof typeof EXTRAS;

/** Whose providers know a fault that not all know. */
export const ONLY: Partial<Record<FaultName, string[]>> = { doubleEvent: ['WAHA'], lidSender: ['WAHA', 'SANDBOX'], sessionBounce: ['WAHA', 'SANDBOX'] };

export type When = 'off' | 'once' | 'sometimes' | 'always';
const SOMETIMES = 0.3;

export function whenOf(faults: Faults, name: FaultName): When {
  const fault = faults[name];
  // A switch that has fired as often as it should is off.
  if (!fault || fault.next === 0) return 'off';
  if (fault.next !== undefined && fault.next !== null) return 'once';
  return fault.probability === undefined || fault.probability === null ? 'always' : 'sometimes';
}

export function withFault(faults: Faults, name: FaultName, when: When, more: object = {}): Faults {
  if (when === 'off') return { ...faults, [name]: null };
  const often = when === 'once' ? { next: 1 } : when === 'sometimes' ? { probability: SOMETIMES } : {};
  return { ...faults, [name]: { ...EXTRAS[name], ...more, ...often } };
}

const names = Object.keys(EXTRAS) as FaultName[];

/** How many are on. */
export function active(faults: Faults): number {
  return names.filter((name) => whenOf(faults, name) !== 'off').length + (faults.autoStatus ? 0 : 1);
}

export function allOff(faults: Faults): Faults {
  return names.reduce<Faults>((left, name) => withFault(left, name, 'off'), { ...faults, autoStatus: true });
}

/** Whether a switch counts down, so that it changes without anybody touching it. */
export function countsDown(faults: Faults): boolean {
  return names.some((name) => whenOf(faults, name) === 'once');
}
