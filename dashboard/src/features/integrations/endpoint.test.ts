import { expect, test } from 'vitest';

import { filterOf, isEverything } from './endpoint';

test('names are read as people write them', () => expect(filterOf('message-received, conversation-assigned\nmention')).toEqual(['message-received', 'conversation-assigned', 'mention']));

test('no name means every event, in the words of the server', () => {
  expect(filterOf('  ')).toEqual(['*']);
  expect(isEverything(['*'])).toBe(true);
  expect(isEverything(['mention'])).toBe(false);
});
