import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';

/** What an event does to the cache, as data: easy to test, and done in one place. */
export type Effect =
  /** Change what is cached below `key`, wherever it was loaded. Returning the same object changes nothing. */
  | { kind: 'change'; key: QueryKey; change: (cached: never, key: QueryKey) => unknown }
  /** Read again what is shown, and forget that the rest was fresh. */
  | { kind: 'stale'; key: QueryKey }
  /** Like stale, but of all that come within some seconds, one reads. */
  | { kind: 'soon'; key: QueryKey }
  /** A conversation nobody has loaded belongs into a list: read it. */
  | { kind: 'fetch-conversation'; id: string }
  /** Something of the company that the signed-in user carries has changed. */
  | { kind: 'fetch-me' }
  /** Change the signed-in user. */
  | { kind: 'own-user'; change: (user: never) => unknown };

export function change<T>(key: QueryKey, update: (cached: T, key: QueryKey) => T): Effect {
  return { kind: 'change', key, change: update as (cached: never, key: QueryKey) => unknown };
}

export const stale = (key: QueryKey): Effect => ({ kind: 'stale', key });
export const soon = (key: QueryKey): Effect => ({ kind: 'soon', key });

/** Pages of a query, each mapped; the same object when no page changed. */
export function mapPages<Page>(data: InfiniteData<Page>, update: (page: Page, index: number) => Page): InfiniteData<Page> {
  let changed = false;
  const pages = data.pages.map((page, index) => {
    const next = update(page, index);
    changed ||= next !== page;
    return next;
  });
  return changed ? { ...data, pages } : data;
}

/** Does the changes; what needs the network is handed back. */
export function runChanges(client: QueryClient, effects: Effect[]): Effect[] {
  const rest: Effect[] = [];
  for (const effect of effects) {
    if (effect.kind !== 'change') {
      rest.push(effect);
      continue;
    }
    for (const [key, cached] of client.getQueriesData({ queryKey: effect.key })) {
      if (cached === undefined) continue;
      const next = effect.change(cached as never, key);
      if (next !== cached) client.setQueryData(key, next);
    }
  }
  return rest;
}

type Change = Extract<Effect, { kind: 'change' }>;

/**
 * An answer that was on its way while an event came may be from before that event, and would undo it, so what came meanwhile is done
 * again upon it. Changes bear that: they never replace what is newer. Gives back how to stop.
 */
export function redoAfterFetches(client: QueryClient): { remember(effects: Effect[]): void; stop(): void } {
  const meanwhile = new Map<string, Change[]>();
  const cache = client.getQueryCache();
  const stop = cache.subscribe((notice) => {
    if (notice.type !== 'updated' || notice.query.state.fetchStatus !== 'idle') return;
    const { queryHash, queryKey } = notice.query;
    const changes = meanwhile.get(queryHash);
    if (!changes) return;
    meanwhile.delete(queryHash);
    const cached = client.getQueryData<unknown>(queryKey);
    if (cached !== undefined) client.setQueryData<unknown>(queryKey, changes.reduce<unknown>((data, effect) => effect.change(data as never, queryKey), cached));
  });
  return {
    remember(effects) {
      for (const effect of effects) {
        if (effect.kind !== 'change') continue;
        for (const query of cache.findAll({ queryKey: effect.key, fetchStatus: 'fetching' })) {
          meanwhile.set(query.queryHash, [...(meanwhile.get(query.queryHash) ?? []), effect]);
        }
      }
    },
    stop,
  };
}
