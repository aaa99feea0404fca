import { useEffect } from 'react';
import { create } from 'zustand';

import { onEvent } from '@/realtime/start';

import type { Timeout } from './timeouts';

const KEPT = 50;

/** Deadlines that passed while this browser was connected; the server tells those of the last hour. */
export const useTimeouts = create<{ items: Timeout[] }>(() => ({ items: [] }));

/** Listens while the board is open. */
export function useTimeoutEvents() {
  useEffect(
    () =>
      onEvent((frame) => {
        if (frame.event !== 'queue-timeout') return;
        const item: Timeout = { ...frame.data, at: new Date().toISOString() };
        useTimeouts.setState(({ items }) => ({ items: [item, ...items].slice(0, KEPT) }));
      }),
    [],
  );
}
