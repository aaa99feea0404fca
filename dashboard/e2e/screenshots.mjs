// Pictures of every page with a living company, for the documentation: `npm run screenshots [folder]`.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { atRest } from './accessibility.mjs';
import { day } from './day.mjs';
import { open } from './dialogs.mjs';
import { code } from './files.mjs';
import { addresses, settled } from './pages.mjs';
import { withPalette } from './palette.mjs';
import { Installation } from './support.mjs';

const folder = path.resolve(process.argv[2] ?? path.resolve(import.meta.dirname, '../../docs/screenshots'));
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (file.endsWith('.png')) rmSync(path.join(folder, file));

const app = await Installation.start();
let bytes = 0;

async function shoot(page, name) {
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForFunction((dark) => document.documentElement.classList.contains('dark') === dark, theme === 'dark');
    await atRest(page);
    const picture = withPalette(await page.screenshot());
    bytes += picture.length;
    writeFileSync(path.join(folder, `${name}-${theme}-${page.viewportSize().width}.png`), picture);
  }
  if (page.complaints.length > 0) console.error(name, page.complaints.splice(0));
}

/** Minutes passed on the server only: what one reads of it must mean the same here. */
const sameTime = (page) => page.clock.setFixedTime(Date.now() + (app.ahead ?? 0) * 1000);

async function visit(page, address) {
  await sameTime(page);
  await page.goto(app.base + address);
  await settled(page);
}

/** What opens on a page, by the name of its route: the name of the picture, and how it is opened. */
const ABOVE = {
  'c-id': [
    ['why-assigned', async (page) => {
      const why = page.getByRole('heading', { name: 'Por que foi atribuída' });
      await why.evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
      await settled(page);
    }],
    ['transfer', (page) => open(page, (here) => here.keyboard.press('t'))],
  ],
  queue: [
    ['why-waiting', async (page) => {
      await page.getByRole('button', { name: /^Por que Anselmo Farias espera/ }).click();
      await page.getByRole('dialog').getByRole('heading').waitFor();
      await settled(page);
    }],
  ],
  channels: [
    ['channel-qr', async (page) => {
      // The simulator's code is a coloured square; a server's looks like this.
      await page.route('**/api/channels/*/qr', (route) => route.fulfill({ contentType: 'image/png', body: code() }));
      await page.getByRole('button', { name: 'Vincular aparelho' }).click();
      await page.getByRole('dialog').getByRole('img', { name: 'Código QR para vincular o aparelho' }).waitFor();
    }],
  ],
};

async function pictures(page, { route, address, name }) {
  await visit(page, address);
  await shoot(page, route === '/dashboard/c/$id' ? 'conversation' : name.replace('-id', '-one'));
  // Panels and keys of the desk are elsewhere on a telephone.
  if (page.viewportSize().width < 768 && name === 'c-id') return;
  for (const [picture, deed] of ABOVE[name] ?? []) {
    await deed(page);
    await shoot(page, picture);
    // Where nothing lies above the page, Escape would leave it.
    if (await page.getByRole('dialog').count()) await page.keyboard.press('Escape');
  }
}

try {
  const pages = addresses(await day(app));
  // The board first, as it ages while the others are pictured.
  pages.sort((one, other) => Number(other.name === 'queue') - Number(one.name === 'queue'));
  const inbox = (route) => route === '/dashboard' || route.startsWith('/dashboard/c/');
  const screens = [
    { viewport: { width: 1440, height: 900 } },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  ];
  for (const screen of screens) {
    for (const who of ['admin', 'beatriz']) {
      const page = await app.open(who, '/dashboard', screen);
      for (const entry of pages.filter(({ route }) => inbox(route) === (who === 'beatriz'))) await pictures(page, entry);
      await page.context().close();
    }
  }
  for (const screen of screens) {
    const page = await app.page(screen);
    await page.goto(`${app.base}/login`);
    await page.getByLabel('E-mail').waitFor();
    await shoot(page, 'login');
    await sameTime(page);
    await page.goto(`${app.base}/sandbox#email=admin@demo.local&password=${app.password}`);
    await page.getByLabel('Ao vivo').waitFor();
    await page.getByRole('region', { name: /^Celular de/ }).getByText('Vocês entregam aos sábados?').waitFor();
    await shoot(page, 'sandbox');
    await page.context().close();
  }
  console.log(`${(bytes / 1e6).toFixed(1)} MB in ${folder}`);
} finally {
  await app.stop();
}
