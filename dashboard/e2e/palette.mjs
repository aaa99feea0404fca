// Pictures of pages have few colours: with a palette they are a third of their size.
import { deflateSync, inflateSync } from 'node:zlib';

import { chunk, header, PNG_MARK } from './files.mjs';

/** Rows of a PNG of 8 bits without interlacing, as the browser makes them. */
function decode(file) {
  const data = [];
  let [width, height, channels] = [0, 0, 3];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3];
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= channels ? rows[at - channels] : 0;
      const above = y > 0 ? rows[at - stride] : 0;
      const corner = x >= channels && y > 0 ? rows[at - stride - channels] : 0;
      rows[at] = raw[y * (stride + 1) + 1 + x] + [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
    }
  }
  return { width, height, channels, rows };
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** The same picture with at most 256 colours. */
export function withPalette(file) {
  const { width, height, channels, rows } = decode(file);
  // Colours that nobody tells apart are counted together.
  const buckets = new Map();
  const bucketOf = (at) => ((rows[at] >> 2) << 12) | ((rows[at + 1] >> 2) << 6) | (rows[at + 2] >> 2);
  for (let at = 0; at < rows.length; at += channels) {
    const key = bucketOf(at);
    const bucket = buckets.get(key) ?? { key, count: 0, sum: [0, 0, 0] };
    bucket.count += 1;
    for (let colour = 0; colour < 3; colour += 1) bucket.sum[colour] += rows[at + colour];
    buckets.set(key, bucket);
  }
  const sorted = [...buckets.values()].sort((a, b) => b.count - a.count).map(({ key, count, sum }) => ({ key, colour: sum.map((part) => Math.round(part / count)) }));
  const palette = sorted.slice(0, 256).map(({ colour }) => colour);
  const index = new Map(sorted.map(({ key, colour }, at) => [key, at < 256 ? at : nearest(palette, colour)]));
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = index.get(bucketOf((y * width + x) * channels));
  }
  return Buffer.concat([PNG_MARK, header(width, height, 3), chunk('PLTE', Buffer.from(palette.flat())), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function nearest(palette, [red, green, blue]) {
  let best = 0;
  let least = Infinity;
  for (const [at, [r, g, b]] of palette.entries()) {
    const distance = (r - red) ** 2 * 2 + (g - green) ** 2 * 4 + (b - blue) ** 2;
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}
