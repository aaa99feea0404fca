import { expect, test } from 'vitest';

import { drawPassword } from './password';

test('a drawn password has four readable groups', () => {
  expect(drawPassword()).toMatch(/^([a-zA-Z2-9]{4}-){3}[a-zA-Z2-9]{4}$/);
  expect(drawPassword()).not.toMatch(/[ilo01IO]/);
});

test('bytes that would favour some letters are not used', () => {
  let round = 0;
  const password = drawPassword((bytes) => bytes.fill(round++ === 0 ? 255 : 0));
  expect(round).toBe(2);
  expect(password).toBe('aaaa-aaaa-aaaa-aaaa');
});
