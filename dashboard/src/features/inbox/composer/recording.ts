import type { Conversation } from '@/api/types';

type Provider = Conversation['channel']['provider'];

export interface Container {
  mime: string;
  extension: 'ogg' | 'm4a' | 'webm';
}

const OGG: Container = { mime: 'audio/ogg;codecs=opus', extension: 'ogg' };
const MP4: Container = { mime: 'audio/mp4', extension: 'm4a' };
const WEBM: Container = { mime: 'audio/webm;codecs=opus', extension: 'webm' };

/**
 * The form to record in. Ogg is what WhatsApp itself speaks. After it, META takes mp4, and webm only as a document; everybody else
 * converts webm. Null when this browser can record none.
 */
export function containerFor(provider: Provider, canRecord: (mime: string) => boolean): Container | null {
  const wanted = provider === 'META' ? [OGG, MP4, WEBM] : [OGG, WEBM, MP4];
  return wanted.find(({ mime }) => canRecord(mime)) ?? null;
}

export function recordingName(at: Date, { extension }: Container): string {
  return `voice-${at.toISOString().slice(0, 19).replaceAll(':', '-')}.${extension}`;
}

/** `0:07`, `12:40`. */
export function minutes(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** How loud it is, 0 to 1, of the samples of an analyser: bytes about 128. */
export function loudness(samples: Uint8Array): number {
  let sum = 0;
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2;
  return Math.min(1, Math.sqrt(sum / Math.max(1, samples.length)) * 3);
}
