import { lazy, type ComponentType } from 'react';

/**
 * A part of a page that is loaded when it is first needed. While the server is away it is asked for again until it comes: a part
 * that is missing must not take down the page on which somebody writes.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as React's own `lazy`: the properties are those of the part.
export function lazyPart<T extends ComponentType<any>>(load: () => Promise<{ default: T }>) {
  return lazy(() => persistent(load));
}

export async function persistent<T>(load: () => Promise<T>, isThere: () => Promise<boolean> = answers, pauseMs = 1_000): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      // A server that answers but has no such part is of another release: that is an error, and a reload mends it.
      if (await isThere()) return load();
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const answers = () => fetch('/healthz', { cache: 'no-store' }).then(({ ok }) => ok, () => false);
