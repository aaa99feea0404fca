// Small files of every kind, real enough for a browser to show them and for the server to know them by their first bytes.
import { deflateSync } from 'node:zlib';

const CRC = Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

export function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export const PNG_MARK = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export function header(width, height, colours) {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, colours], 8);
  return chunk('IHDR', data);
}

/** A closed notebook on a table: few colours, as drawings have. */
function notebook(x, y) {
  if (y > 0.78) return [214, 200, 182];
  if (x > 0.14 && x < 0.86 && y > 0.68) return [148, 156, 164];
  if (x > 0.24 && x < 0.76 && y > 0.2 && y < 0.64) return y > 0.5 && x > 0.3 && x < 0.5 ? [240, 188, 90] : [38, 110, 116];
  if (x > 0.2 && x < 0.8 && y > 0.15) return [44, 50, 56];
  return [236, 241, 242];
}

/** A picture. */
export function png(width = 320, height = 200, paint = notebook) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows.set(paint(x / width, y / height), at);
    }
  }
  return Buffer.concat([PNG_MARK, header(width, height, 2), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const MODULES = 29;

/** What a code to scan looks like: three corners to find it by, and between them something that means nothing. */
function scannable(x, y) {
  const [column, row] = [Math.floor(x * MODULES), Math.floor(y * MODULES)];
  for (const [left, top] of [[0, 0], [MODULES - 7, 0], [0, MODULES - 7]]) {
    const ring = Math.max(Math.abs(column - left - 3), Math.abs(row - top - 3));
    if (ring <= 4) return ring === 2 || ring === 4 ? WHITE : BLACK;
  }
  const mixed = Math.imul(Math.imul(row * MODULES + column + 1, 0x85ebca6b) ^ ((row * MODULES + column) << 7), 0xc2b2ae35);
  return (mixed >>> 17) & 1 ? BLACK : WHITE;
}
const [BLACK, WHITE] = [[0, 0, 0], [255, 255, 255]];

/** A code that no telephone can read. */
export const code = () => png(MODULES * 4, MODULES * 4, scannable);

/** So many seconds of a tone, as a sound without compression. */
export function wav(seconds = 2) {
  const rate = 8000;
  const samples = Buffer.alloc(rate * seconds);
  for (let at = 0; at < samples.length; at += 1) samples[at] = 128 + Math.round(60 * Math.sin((at / rate) * 2 * Math.PI * 440));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** Only their first bytes are right: nobody plays these. */
export const VOICE = Buffer.from(`OggS\0\x02${'_'.repeat(22)}OpusHead`, 'latin1');
export const MP4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\x02\0isomiso2', 'latin1')]);
export const WEBP = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64');
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n', 'latin1');
