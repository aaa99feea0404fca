import { expect, test } from 'vitest';

import { persistent } from './lazy-part';

test('a part is asked for until the server is back', async () => {
  let asked = 0;
  const load = async () => {
    asked += 1;
    if (asked < 4) throw new Error('away');
    return 'part';
  };
  expect(await persistent(load, async () => false, 1)).toBe('part');
  expect(asked).toBe(4);
});

test('a part that a running server does not have is an error, after one more try', async () => {
  let asked = 0;
  const load = async () => {
    asked += 1;
    throw new Error('another release');
  };
  await expect(persistent(load, async () => true, 1)).rejects.toThrow('another release');
  expect(asked).toBe(2);
});
