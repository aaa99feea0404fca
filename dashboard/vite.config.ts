import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// The server a development page talks to; `scripts/start` listens there.
const server = process.env.DEV_SERVER ?? 'http://localhost:4000';
const proxy = Object.fromEntries(
  ['/api', '/docs', '/openapi.json'].map((route) => [route, { target: server, changeOrigin: true }]),
);

/** The names of the emoji in our languages, served from here instead of from somebody else's server. */
function emojiNames(): Plugin {
  const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, 'node_modules/emojibase-data', file), 'utf8');
  const files = ['pt', 'en'].flatMap((language) => [`${language}/data.json`, `${language}/messages.json`]);
  return {
    name: 'emoji-names',
    generateBundle() {
      for (const file of files) this.emitFile({ type: 'asset', fileName: `emoji/${file}`, source: read(file) });
    },
    configureServer(server) {
      server.middlewares.use('/emoji', (request, response, next) => {
        const file = request.url?.slice(1) ?? '';
        if (!files.includes(file)) return next();
        response.setHeader('Content-Type', 'application/json');
        response.end(request.method === 'HEAD' ? '' : read(file));
      });
    },
  };
}

/** The telephones have an address without an ending, as on the server. */
function sandboxAddress(): Plugin {
  return {
    name: 'sandbox-address',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (request.url === '/sandbox') request.url = '/sandbox.html';
        next();
      });
    },
  };
}

export default defineConfig({
  plugins: [sandboxAddress(), emojiNames(), tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single', semicolons: true }), react(), tailwindcss()],
  resolve: {
    alias: {
      '@': path.resolve(import.meta.dirname, 'src'),
      // The client is used from its source outside this folder, where nothing is installed.
      'openapi-fetch': path.resolve(import.meta.dirname, 'node_modules/openapi-fetch'),
    },
  },
  // The server puts a fresh nonce in its place at each answer, so that the content security policy needs no `unsafe-inline`.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    // Hashed names live in one folder, which the server sends with an immutable lifetime.
    assetsDir: 'assets',
    // The policy refuses data: fonts and scripts.
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: true,
    rolldownOptions: { input: ['index.html', 'sandbox.html'] },
    modulePreload: { polyfill: false },
  },
  server: { proxy: { ...proxy, '/ws': { target: server, ws: true, changeOrigin: true } } },
  preview: { proxy: { ...proxy, '/ws': { target: server, ws: true, changeOrigin: true } } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
