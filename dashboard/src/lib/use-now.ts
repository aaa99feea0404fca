import { useSyncExternalStore } from 'react';

const STEP = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, STEP);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The present, some times a minute; one timer for all that show an age. */
export function useNow(): number {
  const seen = useSyncExternalStore(subscribe, () => now);
  return Math.max(seen, 0);
}

/** Whole seconds from `at` until now. */
export function secondsSince(at: string, present: number): number {
  return Math.max(0, Math.floor((present - Date.parse(at)) / 1000));
}
