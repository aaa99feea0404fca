import type { Me, QuickReply } from '@/api/types';

export const VARIABLES = ['customer.name', 'customer.firstName', 'customer.phone', 'agent.name', 'department.name', 'company.name', 'protocol', 'greeting'] as const;

/** The text with made-up values, for a preview; the server fills the real ones. */
export function example(text: string, me: Pick<Me, 'name' | 'company' | 'department'>): string {
  const values: Record<string, string> = {
    'customer.name': 'Maria Souza',
    'customer.firstName': 'Maria',
    'customer.phone': '+55 11 98888-0001',
    'agent.name': me.name,
    'department.name': me.department?.name ?? 'Vendas',
    'company.name': me.company.name,
    protocol: '20260115-48213377',
    greeting: me.company.locale === 'en' ? 'Good morning' : 'Bom dia',
  };
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Those that match, by category; what has none comes last. */
export function grouped(replies: QuickReply[], search: string, scope: 'all' | QuickReply['scope']): { category: string | null; items: QuickReply[] }[] {
  const wanted = folded(search.trim());
  const groups = new Map<string | null, QuickReply[]>();
  for (const reply of replies) {
    if (scope !== 'all' && reply.scope !== scope) continue;
    if (wanted && !folded(`${reply.title} ${reply.shortcut ?? ''} ${reply.content}`).includes(wanted)) continue;
    groups.set(reply.category, [...(groups.get(reply.category) ?? []), reply]);
  }
  return [...groups]
    .map(([category, items]) => ({ category, items: items.toSorted((a, b) => a.title.localeCompare(b.title)) }))
    .sort((a, b) => (a.category === null ? 1 : b.category === null ? -1 : a.category.localeCompare(b.category)));
}
