import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';

import { change, redoAfterFetches, runChanges } from './effects';

const add = (letter: string) => change<string>(['word'], (word) => (word.includes(letter) ? word : word + letter));

function slowly() {
  let answer: (value: string) => void = () => undefined;
  return { promise: new Promise<string>((resolve) => (answer = resolve)), answer: (value: string) => answer(value) };
}

test.each([
  ['nothing was there before', undefined],
  ['an older answer was there', 'a'],
])('what happened while an answer was on its way is not lost: %s', async (_, before) => {
  const client = new QueryClient();
  const redo = redoAfterFetches(client);
  if (before) client.setQueryData(['word'], before);
  const { promise, answer } = slowly();
  const fetching = client.fetchQuery({ queryKey: ['word'], queryFn: () => promise });
  for (const effects of [[add('b')], [add('c')]]) {
    redo.remember(effects);
    runChanges(client, effects);
  }
  answer('a');
  await fetching;
  expect(client.getQueryData(['word'])).toBe('abc');
});

test('an answer that has it already does not get it twice, and later answers are left alone', async () => {
  const client = new QueryClient();
  const redo = redoAfterFetches(client);
  const { promise, answer } = slowly();
  const fetching = client.fetchQuery({ queryKey: ['word'], queryFn: () => promise });
  redo.remember([add('b')]);
  answer('ab');
  await fetching;
  expect(client.getQueryData(['word'])).toBe('ab');
  await client.fetchQuery({ queryKey: ['word'], queryFn: () => Promise.resolve('x'), staleTime: 0 });
  expect(client.getQueryData(['word'])).toBe('x');
});
