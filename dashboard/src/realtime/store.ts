import { create } from 'zustand';

import type { Phase } from './socket';

export interface Typing {
  name: string | null;
  source: 'agent' | 'customer' | 'bot';
  /** Milliseconds of the clock after which it counts no more. */
  until: number;
}

interface RealtimeState {
  phase: Phase;
  typing: Record<string, Typing | undefined>;
  viewers: Record<string, { id: string; name: string }[] | undefined>;
  /** Conversations the server has taken away from this viewer while open. */
  lost: Record<string, true | undefined>;
}

/** What the socket knows beside the cache: the connection itself, and what passes. */
export const useRealtime = create<RealtimeState>(() => ({ phase: { name: 'connecting' }, typing: {}, viewers: {}, lost: {} }));
