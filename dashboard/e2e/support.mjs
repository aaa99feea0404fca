// A real installation for the tests: the binary with the demonstration's data in a folder of its own, and a browser in front of it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { Api, until } from './demo.mjs';

const PROGRAM = process.env.E2E_PROGRAM ?? path.resolve(import.meta.dirname, '../../target/debug/wppconnector');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Installation {
  /** With the demonstration's company, or `empty` as after the installation. */
  static async start({ empty = false } = {}) {
    const self = new Installation();
    self.folder = mkdtempSync(path.join(tmpdir(), 'wppc-e2e-'));
    self.port = await freePort();
    self.base = `http://localhost:${self.port}`;
    // One reader opens in minutes what people open in a day: that must not depend on the rates.
    const rates = { RATE_READS_PER_MINUTE: '0', RATE_WRITES_PER_MINUTE: '0', RATE_SENDS_PER_MINUTE: '0', RATE_ANONYMOUS_PER_MINUTE: '0' };
    self.env = { ...process.env, ...rates, WPPC_PROFILE: 'embedded', WPPC_DATA_DIR: path.join(self.folder, 'data'), PORT: String(self.port) };
    if (empty) {
      await self.run();
      return self;
    }
    const seed = spawnSync(PROGRAM, ['seed', '--demo'], { env: self.env, cwd: self.folder, encoding: 'utf8' });
    self.password = /everybody: (\S+)/.exec(seed.stdout)?.[1];
    if (!self.password) throw new Error(`no demonstration: ${seed.error ?? seed.stderr}`);
    await self.run();
    return self;
  }

  async run() {
    this.server = spawn(PROGRAM, [], { env: this.env, cwd: this.folder, stdio: 'ignore' });
    await until(() => fetch(`${this.base}/readyz`).then((answer) => answer.ok, () => false), 'the start');
  }

  /** Ends the server without a word, as when a machine dies. */
  async kill() {
    const gone = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill('SIGKILL');
    await gone;
  }

  /** Lets time pass while everything is stopped: the clock of the server goes ahead of the browser's. */
  async later(minutes) {
    this.ahead = (this.ahead ?? 0) + minutes * 60;
    this.env.WPPC_CLOCK_OFFSET_SECONDS = String(this.ahead);
    await this.kill();
    await this.run();
  }

  login(name) {
    return Api.login(this.base, `${name}@demo.local`, this.password);
  }

  async browser() {
    // A date field speaks the browser's language, not the page's; where Chromium comes without it (Debian: chromium-l10n), English.
    const env = { ...process.env, LANGUAGE: 'pt_BR' };
    this.chromium ??= await chromium.launch({ executablePath: CHROMIUM, env, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
    return this.chromium;
  }

  /** A page of its own; what it complains about is in `page.complaints`. */
  async page(options = {}) {
    const browser = await this.browser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR', timezoneId: 'America/Sao_Paulo', colorScheme: 'light', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.complaints = [];
    page.on('console', (message) => message.type() === 'error' && page.complaints.push(`${message.text()} @ ${message.location().url}`));
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    return page;
  }

  /** Signs in as somebody of the demonstration and opens an address of the dashboard. */
  async open(name, address = '/dashboard', options = {}) {
    const page = await this.page(options);
    await page.goto(`${this.base}/login?to=${encodeURIComponent(address)}#email=${name}@demo.local&password=${this.password}`);
    await page.waitForURL((url) => url.pathname === address);
    await page.getByLabel('Conectado em tempo real').waitFor();
    return page;
  }

  async stop() {
    await this.chromium?.close();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
