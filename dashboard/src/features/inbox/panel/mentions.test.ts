import { expect, test } from 'vitest';

import { mentionAt, readable, withMention, written } from './mentions';

const ana = { id: '01900000-0000-7000-8000-000000000001', name: 'Ana' };
const maria = { id: '01900000-0000-7000-8000-000000000002', name: 'Ana Maria' };

test('an @ at the end asks for a name, one inside of a word does not', () => {
  expect(mentionAt('veja @an')).toBe('an');
  expect(mentionAt('@')).toBe('');
  expect(mentionAt('ana@loja')).toBeNull();
  expect(mentionAt('veja @ana depois')).toBeNull();
  expect(withMention('veja @an', 'Ana Maria')).toBe('veja @Ana Maria ');
});

test('names become ids and ids names again, the longer name first', () => {
  const text = 'Oi @Ana Maria e @Ana, não @Anabela';
  const kept = `Oi @[${maria.id}] e @[${ana.id}], não @Anabela`;
  expect(written(text, [ana, maria])).toBe(kept);
  expect(readable(kept, [ana, maria])).toBe(text);
});
