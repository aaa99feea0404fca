// After the build: a first visit loads at most so much JavaScript, and every file that text compresses gets its compressed forms.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const read = (file) => readFileSync(new URL(file, dist));
const manifest = JSON.parse(read('.vite/manifest.json').toString());

/** What a visitor loads before a page runs: its entry, the language, and what belongs to it; bytes at most. */
const VISITS = [
  ['the inbox', /^index\.html$|i18n\/pt-BR\/index\.ts|routes\/dashboard\.tsx|routes\/dashboard\/_inbox\.tsx/, 250_000],
  ['the sandbox', /^sandbox\.html$|i18n\/pt-BR\/(index\.ts|sandbox\.json)/, 200_000],
];
for (const [page, parts, limit] of VISITS) {
  const files = new Set();
  const visit = (name) => {
    const { file, imports } = manifest[name];
    if (files.has(file)) return;
    files.add(file);
    imports?.forEach(visit);
  };
  Object.keys(manifest)
    .filter((name) => parts.test(name))
    .forEach(visit);
  const total = [...files].reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0);
  console.log(`first visit of ${page}: ${(total / 1000).toFixed(1)} kB of JavaScript (gzip, ${files.size} files, limit ${limit / 1000} kB)`);
  if (total > limit) process.exitCode = 1;
}
if (process.exitCode) process.exit();

// Only this script needs it.
rmSync(new URL('.vite/', dist), { recursive: true });
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|css|json|svg)$/.test(file)) continue;
  const content = read(file);
  const forms = {
    br: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
    gz: gzipSync(content, { level: 9 }),
  };
  for (const [ending, form] of Object.entries(forms)) {
    if (form.length < content.length) writeFileSync(new URL(`${file}.${ending}`, dist), form);
  }
}
