import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { barriersInBothThemes } from './accessibility.mjs';
import { bringToLife } from './demo.mjs';
import { DIALOGS, open } from './dialogs.mjs';
import { foreignTexts, LANGUAGES, namesOfTexts } from './languages.mjs';
import { addresses, roleOf, settled } from './pages.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let pages;

before(async () => {
  app = await Installation.start();
  const admin = await app.login('admin');
  const agent = await app.login('beatriz');
  await agent.call('PATCH', '/api/users/me/status', { status: 'ONLINE' });
  const [patricia] = await bringToLife(admin);
  const { id, contactId, contact } = await patricia.conversation();
  await agent.post('/api/messages/send', { conversationId: id, content: 'Bom dia, *Patrícia*!' });
  await agent.post(`/api/conversations/${id}/notes`, { content: 'Cliente antiga.' });
  pages = addresses({ conversation: id, contact: contactId ?? contact.id });
});
after(() => app?.stop());

async function visit(page, address) {
  await page.goto(app.base + address);
  await settled(page);
}

/** Every line says where something is wrong. */
function none(found) {
  assert.ok(found.length === 0, `\n${[...new Set(found)].join('\n')}`);
}

test('every page is open to those who do not see it, in both themes', async () => {
  const page = await app.open('admin');
  const found = [];
  for (const { address, name } of pages) {
    await visit(page, address);
    found.push(...(await barriersInBothThemes(page, name)));
  }
  none(found);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('so is the page where one signs in', async () => {
  const page = await app.page();
  await page.goto(`${app.base}/login`);
  await page.getByLabel('E-mail').waitFor();
  const found = await barriersInBothThemes(page, 'login');
  await page.getByRole('button', { name: 'Não consigo acessar' }).click();
  found.push(...(await barriersInBothThemes(page, 'trouble with access')));
  none(found);
  await page.context().close();
});

test('so is what opens above the pages, and Escape closes it', async () => {
  const page = await app.open('admin');
  const found = [];
  for (const [name, what, deed] of DIALOGS) {
    await visit(page, pages.find((entry) => entry.name === name).address);
    await open(page, deed).catch((error) => found.push(`${name}, ${what}: ${String(error).split('\n')[0]}`));
    found.push(...(await barriersInBothThemes(page, `${name}, ${what}`)));
    await page.keyboard.press('Escape');
    await page
      .waitForFunction(() => !document.querySelector('[role=dialog], [role=alertdialog], [role=menu]'))
      .catch(() => found.push(`${name}, ${what}: Escape leaves it open`));
  }
  none(found);
  await page.context().close();
});

for (const [screen, widths, options] of [
  ['a telephone', [390, 360], { hasTouch: true, isMobile: true }],
  ['a desk', [2560, 1280, 768], {}],
]) {
  test(`no page is wider than the screen of ${screen}`, async () => {
    const height = 780;
    const page = await app.open('admin', '/dashboard', { viewport: { width: widths[0], height }, ...options });
    const wide = [];
    for (const { address, name } of pages) {
      await page.setViewportSize({ width: widths[0], height });
      await visit(page, address);
      for (const width of widths) {
        await page.setViewportSize({ width, height });
        wide.push(...(await page.evaluate(tooWide)).map((line) => `${name} at ${width}: ${line}`));
      }
    }
    none(wide);
    await page.context().close();
  });
}

test('every page speaks the chosen language and no other, and shows no names of texts', async () => {
  const page = await app.open('admin');
  const found = [];
  for (const language of LANGUAGES) {
    await page.evaluate((chosen) => localStorage.setItem('wpc.language', chosen), language);
    for (const { address, name } of pages) {
      await visit(page, address);
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      found.push(...(await foreignTexts(page, language)).map((line) => `${name} in ${language}: ${line}`));
      found.push(...(await namesOfTexts(page, language)).map((line) => `${name} in ${language} shows a name: ${line}`));
    }
  }
  none(found);
  await page.context().close();
});

for (const [who, role, rank] of [
  ['beatriz', 'AGENT', 0],
  ['sonia', 'SUPERVISOR', 1],
]) {
  test(`an address typed by hand leads ${role === 'AGENT' ? 'an agent' : 'a supervisor'} only where they may go`, async () => {
    const page = await app.open(who);
    const ranks = { AGENT: 0, SUPERVISOR: 1, ADMIN: 2 };
    for (const { route, address } of pages) {
      const may = ranks[roleOf(route)] <= rank;
      await page.goto(app.base + address);
      await page.waitForURL((url) => url.pathname === (may ? address : '/dashboard'));
      const entries = page.locator(`nav a[href="${route}"]`);
      await page.locator('nav a[href="/dashboard"]').first().waitFor({ state: 'attached' });
      if (!may) assert.equal(await entries.count(), 0, `${route} is no entry`);
    }
    await page.context().close();
  });
}

/** In the page: what stands out at the right and cannot be reached by scrolling a part of its own. */
function tooWide() {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the document has ${document.documentElement.scrollWidth}`);
  const main = document.querySelector('main');
  for (const element of main?.querySelectorAll('*') ?? []) {
    const { right, width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0 || right <= innerWidth + 1) continue;
    let inside = false;
    for (let up = element.parentElement; up && up !== main && !inside; up = up.parentElement) {
      inside = getComputedStyle(up).overflowX !== 'visible' && up.getBoundingClientRect().right <= innerWidth + 1;
    }
    if (!inside) found.push(`${element.tagName.toLowerCase()} ${element.className.toString().slice(0, 80)} ends at ${Math.round(right)}`);
  }
  return found.slice(0, 5);
}
