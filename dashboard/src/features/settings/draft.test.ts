import { expect, test } from 'vitest';

import { patchOf, type Settings, wrongPaths } from './draft';

const stored = {
  companyName: 'Max',
  timezone: 'America/Sao_Paulo',
  greetingMessage: null,
  texts: { closing: 'Tchau' },
  maxInvalidChoices: 3,
  menuTimeoutMinutes: 15,
  suggestionMaxAgeDays: 0,
  defaultMaxConversations: 10,
  courtesyMinutes: 10,
  affinityMinutes: 10,
  phoneReplyPauseMinutes: 120,
  botMessageTtlMinutes: 15,
  retentionDays: { rawBodies: 14, media: 0, messages: 0, audit: 365 },
} as unknown as Settings;

test('only what changed is sent', () => expect(patchOf(stored, { ...stored, companyName: 'Mega' })).toEqual({ companyName: 'Mega' }));

test('a text put back to its default is sent as null', () => {
  expect(patchOf(stored, { ...stored, texts: { handover: 'Já vai' } })).toEqual({ texts: { handover: 'Já vai', closing: null } });
});

test('nothing changed is an empty patch', () => expect(patchOf(stored, structuredClone(stored))).toEqual({}));

test('what is wrong is named by the path of the server', () => {
  expect(wrongPaths(stored)).toEqual([]);
  expect(wrongPaths({ ...stored, companyName: ' ', retentionDays: { ...stored.retentionDays, media: -1 } })).toEqual(['companyName', 'retentionDays.media']);
});
