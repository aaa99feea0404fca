import { expect, it } from 'vitest';

import { containerFor, loudness, minutes, recordingName } from './recording';

const only = (...kinds: string[]) => (mime: string) => kinds.some((kind) => mime.startsWith(kind));

it('records in what the provider shows as a voice message', () => {
  expect(containerFor('META', () => true)?.extension).toBe('ogg');
  expect(containerFor('META', only('audio/webm', 'audio/mp4'))?.extension).toBe('m4a');
  expect(containerFor('WAHA', only('audio/webm', 'audio/mp4'))?.extension).toBe('webm');
  expect(containerFor('SANDBOX', only('audio/mp4'))?.extension).toBe('m4a');
  expect(containerFor('WAHA', () => false)).toBeNull();
});

it('names a recording by its time, with the ending the server looks for', () => {
  expect(recordingName(new Date('2026-01-02T03:04:05Z'), { mime: 'audio/ogg', extension: 'ogg' })).toBe('voice-2026-01-02T03-04-05.ogg');
});

it('writes lengths and hears silence', () => {
  expect(minutes(7.9)).toBe('0:07');
  expect(minutes(760)).toBe('12:40');
  expect(loudness(new Uint8Array(64).fill(128))).toBe(0);
  expect(loudness(new Uint8Array(64).fill(255))).toBe(1);
});
