import { expect, it } from 'vitest';

import { isForwarded, isSticker, specialOf } from './special';

const of = (metadata: unknown) => specialOf({ metadata });

it('reads a place, with numbers as numbers or as text', () => {
  expect(of({ kind: 'location', location: { latitude: -23.55, longitude: '-46.63', name: 'Loja', address: 'Rua A, 1' } })).toEqual({ kind: 'location', latitude: -23.55, longitude: -46.63, name: 'Loja', address: 'Rua A, 1' });
  expect(of({ kind: 'location', location: { latitude: -23.55, longitude: -46.63, description: 'Casa' } })).toMatchObject({ name: 'Casa', address: null });
  expect(of({ kind: 'location', location: {} })).toBeNull();
});

it('reads contacts of either provider', () => {
  expect(of({ kind: 'contacts', contacts: [{ name: { formatted_name: 'Ana' }, phones: [{ phone: '+55 11 9' }] }] })).toEqual({ kind: 'contacts', people: [{ name: 'Ana', phones: ['+55 11 9'] }] });
  const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bruno Reis\r\nitem1.TEL;waid=5511:+55 11 8\r\nEND:VCARD';
  expect(of({ kind: 'contacts', vCards: [card] })).toEqual({ kind: 'contacts', people: [{ name: 'Bruno Reis', phones: ['+55 11 8'] }] });
  expect(of({ kind: 'contacts', vCards: ['nonsense'] })).toBeNull();
});

it('reads an order', () => {
  expect(of({ kind: 'order', order: { product_items: [{ product_retailer_id: 'SKU-1', quantity: '2' }] } })).toEqual({ kind: 'order', items: [{ code: 'SKU-1', quantity: 2 }] });
});

it('knows what it does not know, and leaves common messages alone', () => {
  expect(of({ kind: 'unknown', raw: {} })).toEqual({ kind: 'unsupported' });
  expect([of({}), of(null), of({ kind: 'voice' }), of({ kind: 'button', id: '1' })]).toEqual([null, null, null, null]);
  expect([isSticker({ metadata: { kind: 'sticker' } }), isSticker({ metadata: null })]).toEqual([true, false]);
  expect([isForwarded({ metadata: { forwarded: true } }), isForwarded({ metadata: {} })]).toEqual([true, false]);
});
