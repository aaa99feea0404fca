import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Schemas } from '@/api/types';

export type Endpoint = Schemas['WebhookEndpoint'];

/** No event tells of endpoints: after each change they are read again. */
export const refresh = () => void queryClient.invalidateQueries({ queryKey: keys.webhookEndpoints() });

/** How the server is told of every event. */
const EVERYTHING = '*';

/** Names as a person writes them, or all events when none is written. */
export function filterOf(written: string): string[] {
  const names = written.split(/[\s,]+/).filter(Boolean);
  return names.length > 0 ? names : [EVERYTHING];
}

export function isEverything(filter: string[]): boolean {
  return filter.length === 0 || filter.includes(EVERYTHING);
}
