// The pages of the dashboard, read from the routes themselves: a page that is added is looked at without being listed here.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const source = (file) => readFileSync(path.resolve(import.meta.dirname, '../src', file), 'utf8');

/** Addresses with gaps, like `/dashboard/c/$id`. */
export const ROUTES = [...(/interface FileRoutesByTo \{([^}]*)\}/.exec(source('routeTree.gen.ts'))?.[1] ?? '').matchAll(/'(.+?)':/g)]
  .map(([, route]) => route)
  .filter((route) => route.startsWith('/dashboard'))
  .sort();

/** The least role of each page of the navigation. */
const ROLES = new Map([...source('features/shell/pages.ts').matchAll(/to: '(.+?)'.*?role: '(\w+)'/g)].map(([, to, role]) => [to, role]));

/** Who may open it: the page itself or the one above it says so, and everybody otherwise. */
export function roleOf(route) {
  return ROLES.get(route) ?? ROLES.get(route.replace(/\/\$\w+$/, '')) ?? 'AGENT';
}

/** The routes as addresses one can open. A new gap must get its example here. */
export function addresses({ conversation, contact }) {
  const examples = { '/dashboard/c/$id': `/dashboard/c/${conversation}`, '/dashboard/contacts/$id': `/dashboard/contacts/${contact}` };
  return ROUTES.map((route) => {
    const address = examples[route] ?? route;
    if (address.includes('$')) throw new Error(`no example for ${route}`);
    return { route, address, name: route.replace('/dashboard', '').replaceAll(/[/$]+/g, '-').replace(/^-/, '') || 'inbox' };
  });
}

/** Until a page has what it asked for: no skeleton, nothing that turns, no address still loading. */
export async function settled(page) {
  await page.locator('main').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => {
    const busy = [...document.querySelectorAll('[aria-busy="true"], .animate-shimmer, .animate-spin')];
    return document.querySelector('main')?.textContent.trim() && busy.every((element) => element.getClientRects().length === 0);
  });
}
