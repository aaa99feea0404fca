import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const src = path.resolve(import.meta.dirname);

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.join(folder, file));
}

/** The files a file imports, as paths below `src`. */
function imports(file: string): string[] {
  const found = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'((?:@\/|\.)[^']+)'/g)].map((match) => match[1] ?? '');
  return found.map((name) => (name.startsWith('@/') ? name.slice(2) : path.relative(src, path.resolve(path.dirname(file), name))));
}

test('no feature imports another', () => {
  for (const file of files(path.join(src, 'features'))) {
    const own = path.relative(src, file).split(path.sep)[1];
    for (const name of imports(file)) {
      if (name.startsWith('features/')) expect(name.split('/')[1], `${file} imports ${name}`).toBe(own);
    }
  }
});

test('what features share imports no feature', () => {
  for (const folder of ['api', 'components', 'lib', 'realtime']) {
    for (const file of files(path.join(src, folder))) {
      for (const name of imports(file)) expect(name.startsWith('features/'), `${file} imports ${name}`).toBe(false);
    }
  }
});

test('routes are thin', () => {
  for (const file of files(path.join(src, 'routes'))) {
    expect(readFileSync(file, 'utf8').split('\n').length, file).toBeLessThan(40);
  }
});
