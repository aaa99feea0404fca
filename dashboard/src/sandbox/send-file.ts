import { base64 } from './files';
import { film, paper, photo, sound, sticker } from './samples';
import { write } from './actions';
import type { InboundCall } from './types';

type Kind = NonNullable<InboundCall['type']>;

/** What a telephone takes a file for. */
function kindOf(mime: string): Kind {
  const family = mime.split('/')[0];
  return family === 'image' ? 'image' : family === 'video' ? 'video' : family === 'audio' ? 'audio' : 'document';
}

export async function sendFile(phone: string, file: Blob, more: { name?: string; kind?: Kind; text?: string } = {}): Promise<void> {
  const mimeType = file.type || 'application/octet-stream';
  const call: InboundCall = { type: more.kind ?? kindOf(mimeType), mimeType, mediaBase64: await base64(file) };
  if (more.name) call.fileName = more.name;
  if (more.text) call.text = more.text;
  // Until the simulator has it, the bubble shows the file from here.
  await write(phone, call, URL.createObjectURL(file));
}

export const SAMPLES = ['photo', 'video', 'voice', 'audio', 'document', 'sticker', 'location', 'contact'] as const;
export type Sample = (typeof SAMPLES)[number];

/** `lines` are those of the document. */
export async function sendSample(phone: string, sample: Sample, lines: string[], place: string): Promise<void> {
  switch (sample) {
    case 'photo':
      return sendFile(phone, await photo());
    case 'video':
      return sendFile(phone, await film());
    case 'voice':
      return sendFile(phone, sound(), { kind: 'voice' });
    case 'audio':
      return sendFile(phone, sound(), { name: 'tres-notas.wav' });
    case 'document':
      return sendFile(phone, paper(lines), { name: 'pedido-4481.pdf' });
    case 'sticker':
      return sendFile(phone, await sticker(), { kind: 'sticker' });
    case 'location':
      return write(phone, { type: 'location', location: { latitude: -23.561414, longitude: -46.655881, name: place, address: 'Av. Paulista, 1578' } });
    case 'contact':
      return write(phone, { type: 'contact', contact: { name: 'Joana Prado', phone: '+5511977770000' } });
  }
}
