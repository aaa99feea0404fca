import { expect, test } from 'vitest';

import { tidyTime } from './hours-editor';

test('times may be typed in short', () => {
  expect(['8', '830', '08:30', '24:00', '9h15'].map(tidyTime)).toEqual(['08:00', '08:30', '08:30', '24:00', '09:15']);
});

test('what is no time is left for the server to refuse', () => expect(tidyTime('noon')).toBe('noon'));
