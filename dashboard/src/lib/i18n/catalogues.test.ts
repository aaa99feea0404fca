import { expect, test } from 'vitest';

const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { eager: true, import: 'default' });
const catalogue = (language: string) =>
  Object.fromEntries(Object.entries(files).flatMap(([file, texts]) => (file.startsWith(`./${language}/`) ? [[file.split('/')[2], texts] as const] : [])));
const en = catalogue('en');
const ptBr = catalogue('pt-BR');

function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, path ? `${path}.${key}` : key));
}

function placeholders(value: unknown): string[] {
  const found = JSON.stringify(value).match(/\{\{[^}]+\}\}/g) ?? [];
  return [...new Set(found)].sort();
}

test('both languages have the same files and keys', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(ptBr).sort());
  for (const feature of Object.keys(ptBr)) expect(keys(en[feature]).sort(), feature).toEqual(keys(ptBr[feature]).sort());
});

test('no text is empty, and translations fill the same placeholders', () => {
  for (const feature of Object.keys(ptBr)) {
    expect(placeholders(en[feature]), feature).toEqual(placeholders(ptBr[feature]));
    for (const texts of [en[feature], ptBr[feature]]) expect(JSON.stringify(texts)).not.toContain('""');
  }
});
