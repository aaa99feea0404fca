import type { Department } from '@/api/types';

/** The list with one item taken from its place to another. */
export function moved<T>(items: T[], from: number, to: number): T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** How many the menu lists; the others are found by their names. */
const LISTED = 20;

/** The lines of the menu as the bot writes them: `1 - 💼 Vendas`. */
export function menuLines(departments: Pick<Department, 'name' | 'emoji' | 'isActive'>[]): string {
  return departments
    .filter((department) => department.isActive)
    .slice(0, LISTED)
    .map(({ emoji, name }, index) => `${index + 1} - ${emoji ? `${emoji} ` : ''}${name}`)
    .join('\n');
}

/** A name as it may stand in an address: `Suporte Técnico` is `suporte-tecnico`. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
