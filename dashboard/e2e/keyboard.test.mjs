// A day's work without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Customer, until } from './demo.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;
let channelId;

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
  [{ id: channelId }] = await admin.get('/api/channels');
});
after(() => app?.stop());

/** What has the focus, and whether one sees that it has. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const looks = (part) => getComputedStyle(part);
    // A ring of its own, or one around what it stands in.
    const ring = [element, element?.parentElement].some((part) => part && looks(part).outlineStyle !== 'none' && parseFloat(looks(part).outlineWidth) > 0);
    return { tag: element?.tagName, name: element?.getAttribute('aria-label') ?? element?.textContent?.trim().slice(0, 60), ring };
  });

async function assigned(phone, name) {
  const customer = new Customer(admin, channelId, phone, name);
  await customer.says('Oi');
  await customer.hears('Escolha o departamento');
  await customer.says('1');
  await customer.hears('atendido por *Beatriz*');
  return customer;
}

/** Tab until something of this name has the focus; what is on the way must show it. */
async function tabTo(page, name) {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (now.tag !== 'BODY') assert.ok(now.ring, `the focus is seen on ${now.tag} “${now.name}”`);
    if (name.test(now.name ?? '')) return;
  }
  assert.fail(`nothing called ${name} can be reached`);
}

test('log in, choose, answer, transfer and resolve, with keys alone', async () => {
  const carlos = await app.login('carlos');
  await carlos.call('PATCH', '/api/users/me/status', { status: 'ONLINE' });
  const page = await app.page();
  await page.goto(`${app.base}/login`);
  await page.getByLabel('E-mail').waitFor();
  await page.keyboard.type('beatriz@demo.local');
  await page.keyboard.press('Tab');
  await page.keyboard.type(app.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard');
  await page.getByLabel('Conectado em tempo real').waitFor();

  const first = await assigned('+5511922220001', 'Tadeu Viana');
  const second = await assigned('+5511922220002', 'Zilda Couto');
  await page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name: /Tadeu Viana/ }).waitFor();
  await page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name: /Zilda Couto/ }).waitFor();

  // J walks down the list and K up; what is no more in it counts as above its first. Who writes moves to the top meanwhile, so each step looks again.
  const choose = async (name) => {
    const links = page.getByRole('region', { name: 'Conversas' }).getByRole('listitem').getByRole('link');
    for (let steps = 0; steps < 20; steps += 1) {
      const all = await links.evaluateAll((found) => found.map((link) => ({ address: link.href, text: link.textContent })));
      const here = page.url();
      const at = all.findIndex(({ address }) => address === here);
      const target = all.findIndex(({ text }) => text.includes(name));
      if (target >= 0 && at === target) break;
      await page.keyboard.press(at < target ? 'j' : 'k');
      await until(() => page.url() !== here, 'the next conversation');
    }
    await page.getByRole('main').locator('header').getByText(name).first().waitFor();
    await page.getByLabel('Mensagem', { exact: true }).waitFor();
  };
  await choose('Tadeu Viana');
  await page.keyboard.press('r');
  await until(async () => (await focused(page)).name === 'Mensagem', 'the focus in the composer');
  assert.ok((await focused(page)).ring);
  await page.keyboard.type('Bom dia, Tadeu');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('em que posso ajudar?');
  await page.keyboard.press('Enter');
  await first.hears('Bom dia, Tadeu\nem que posso ajudar?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await first.hears('encerrado. Obrigado pelo contato!');

  await page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name: /Tadeu Viana/ }).waitFor({ state: 'detached' });
  await choose('Zilda Couto');
  await page.keyboard.press('n');
  await until(async () => page.evaluate(() => document.activeElement?.id === 'note'), 'the focus in the note');
  await page.keyboard.type('Quer falar com o suporte.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Cliente' }).getByText('Quer falar com o suporte.', { exact: true }).waitFor();
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('t');
  await page.getByRole('dialog', { name: 'Transferir conversa' }).waitFor();
  await until(async () => page.evaluate(() => document.activeElement?.getAttribute('role') === 'combobox'), 'the focus where one chooses the department');
  assert.ok((await focused(page)).ring);
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Suporte Técnico' }).waitFor();
  const lit = page.locator('[role=option][data-highlighted]');
  for (let steps = 0; steps < 6 && (await lit.filter({ hasText: 'Suporte Técnico' }).count()) === 0; steps += 1) {
    const before = await lit.allInnerTexts();
    await page.keyboard.press('ArrowDown');
    await until(async () => String(await lit.allInnerTexts()) !== String(before), 'the next department');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  for (let steps = 0; steps < 8 && (await focused(page)).name !== 'Transferir'; steps += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await second.hears('Sua conversa foi transferida para *Suporte Técnico*');
  await second.hears('atendido por *Carlos*');
  await page.context().close();
});

test('keys that come faster than the page follows lead on from where the last one led', async () => {
  const page = await app.open('admin');
  await page.getByRole('tab', { name: /^Todas/ }).click();
  const links = page.getByRole('region', { name: 'Conversas' }).getByRole('listitem').getByRole('link');
  await links.nth(2).waitFor();
  const addresses = await links.evaluateAll((found) => found.map((link) => link.href));
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  for (const key of 'jjjk') await page.keyboard.press(key);
  await until(() => page.url() === addresses[1], 'the second conversation');
  await page.context().close();
});

test('everything around the page is reached by Tab, and the focus is always seen', async () => {
  const page = await app.open('admin');
  await page.getByRole('tablist').waitFor();
  await tabTo(page, /Menu do usuário/);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.match((await focused(page)).name, /Menu do usuário/, 'the focus is back where it was');
  await tabTo(page, /Auditoria/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard/audit');
  await page.context().close();
});

test('G and a letter, and Ctrl K, lead to other pages; letters do nothing where one writes', async () => {
  const page = await app.open('admin');
  for (const [letter, address] of [['m', 'metrics'], ['q', 'queue'], ['k', 'contacts']]) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await page.waitForURL(`**/dashboard/${address}`);
  }
  // On any page: what the keys are, and its own search.
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Atalhos do teclado' }).getByText('Enviar', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('f');
  await page.keyboard.type('maria');
  assert.equal(await page.getByRole('main').getByRole('searchbox').inputValue(), 'maria');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('auditor');
  await page.getByRole('option', { name: 'Auditoria', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard/audit');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL('**/dashboard');
  await page.keyboard.press('f');
  await page.keyboard.type('gm?');
  assert.equal(await page.getByLabel('Nome, telefone ou protocolo').inputValue(), 'gm?');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.context().close();
});
