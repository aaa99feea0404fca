import type { Schemas } from '@/api/types';

export type PhoneMessage = Schemas['SandboxPhoneMessage'];
export type Faults = Schemas['SandboxFaults'];

/** A customer whose telephone stands on the stage. */
export interface Person {
  phone: string;
  name: string;
  /** Tells the company that what the phone shows was read. */
  reads: boolean;
}

/** One bubble: a message of the simulator, one of the time before it, or one that is still on its way there. */
export interface Shown extends PhoneMessage {
  /** Not of the simulator: its file has an address of its own. */
  before?: boolean;
  url?: string | null;
  /** Written here and not answered yet, or refused. */
  pending?: 'sending' | 'failed';
  /** Sends a refused one again. */
  call?: InboundCall;
}

export type InboundCall = Partial<Schemas['SandboxInboundCallBody']>;

/** WAHA composes its ids as `{true|false}_{chat}_{ID}`; the simulator keeps the last part. */
export function bare(id: string): string {
  return /^(true|false)_/.test(id) ? (id.split('_')[2] ?? id) : id;
}
