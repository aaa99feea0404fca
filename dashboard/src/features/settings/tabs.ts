import type { Settings } from './draft';

export const TABS = ['company', 'texts', 'hours', 'routing', 'retention', 'about'] as const;
export type Tab = (typeof TABS)[number];

export const isTab = (name: unknown): name is Tab => TABS.some((tab) => tab === name);

/** Where the fields of a path are, so that what is wrong is shown and not hidden behind another tab. */
export function tabOf(path: string): Tab {
  if (path === 'greetingMessage' || path.startsWith('texts')) return 'texts';
  if (path.startsWith('businessHours')) return 'hours';
  if (path.startsWith('retentionDays')) return 'retention';
  return ['companyName', 'locale', 'timezone'].includes(path) ? 'company' : 'routing';
}

/** The tabs with changes, in the order of the page. */
export function changedTabs(patch: Partial<Settings>): Tab[] {
  const changed = new Set(Object.keys(patch).map(tabOf));
  return TABS.filter((tab) => changed.has(tab));
}
