import { useEffect } from 'react';

import { realtime } from './start';
import { useRealtime } from './store';

/** Keeps the connection while its component is there, and says how it is. */
export function useSocket() {
  useEffect(() => {
    realtime.connect();
    return () => realtime.close();
  }, []);
  return useRealtime((state) => state.phase);
}
