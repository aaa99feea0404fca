// A WAHA channel from its creation to a linked phone, against the simulator's WAHA dialect.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { until } from './demo.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
});
after(() => app?.stop());

const channel = async (name) => (await admin.get('/api/channels')).find((each) => each.name === name);

test('a WAHA channel is created, says what is left to do, and its phone is linked by a code', async () => {
  const page = await app.open('admin', '/dashboard/channels');
  await page.getByRole('button', { name: 'Novo canal' }).click();
  await page.getByRole('radio', { name: 'WAHA' }).click();
  await page.getByLabel('Nome', { exact: true }).fill('Balcão');
  await page.getByLabel('Nome da sessão').fill('balcao');
  await page.getByLabel('Endereço do servidor').fill(`${app.base}/sandbox/waha`);
  await page.getByLabel('Chave da API').fill('uma-chave-do-servidor');
  await page.getByLabel('Chave HMAC').fill('um-segredo-de-teste');
  await page.getByRole('button', { name: 'Criar canal' }).click();

  const setup = page.getByRole('dialog', { name: 'Como ligar' });
  const { id, webhookUrl } = await until(() => channel('Balcão'), 'the channel');
  await setup.getByText(webhookUrl).waitFor();
  // Secrets go in and never come out.
  assert.ok(!(await page.content()).includes('um-segredo-de-teste'));

  // Of one that works and comes back at once no event tells that it was away.
  await until(async () => (await channel('Balcão')).status === 'ACTIVE', 'its first look at the session');
  await admin.post(`/api/channels/${id}/session/logout`);
  await setup.getByRole('button', { name: 'Sessão e código QR' }).click();
  const session = page.getByRole('dialog', { name: 'Sessão e código QR' });
  await session.getByRole('button', { name: 'Iniciar' }).click();
  const code = session.getByRole('img', { name: 'Código QR para vincular o aparelho' });
  await code.waitFor();
  assert.ok(await code.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)));
  await session.getByText(/vale por mais \d+ s/).waitFor();
  const first = await code.getAttribute('src');
  await session.getByRole('button', { name: 'Novo código' }).click();
  await until(async () => (await code.getAttribute('src')) !== first, 'another code');
  // The phone scans it, long before the next code is due.
  await admin.post(`/api/sandbox/${id}/session`, { status: 'WORKING' });
  await session.getByText('O aparelho está vinculado').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('listitem').filter({ hasText: 'Balcão' }).getByText('ativo').waitFor();
  await page.context().close();
});

test('a session that ends is told on its card, with the way back', async () => {
  const { id } = await channel('Balcão');
  const page = await app.open('admin', '/dashboard/channels');
  const card = page.getByRole('listitem').filter({ hasText: 'Balcão' });
  await admin.post(`/api/sandbox/${id}/session`, { status: 'FAILED' });
  // A session that is back within ten seconds was never away.
  await card.getByRole('button', { name: 'Vincular aparelho' }).click({ timeout: 60_000 });
  await page.getByRole('dialog').getByText('com falha').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Reiniciar' }).click();
  await page.getByText('O aparelho está vinculado').first().waitFor();
  await page.context().close();
});

test('the new secret of a webhook is shown once', async () => {
  const page = await app.open('admin', '/dashboard/channels');
  await page.getByRole('button', { name: 'Ações: Balcão' }).click();
  await page.getByRole('menuitem', { name: 'Trocar segredo do webhook' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Trocar segredo do webhook' }).click();
  const secret = await page.getByRole('dialog', { name: 'Novo segredo' }).locator('code').textContent();
  assert.ok(secret.length > 20);
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('button', { name: 'Ações: Balcão' }).waitFor();
  assert.ok(!(await page.content()).includes(secret));
  await page.context().close();
});

test('a channel in use is removed only together with its conversations', async () => {
  const [demo] = await admin.get('/api/channels');
  const page = await app.open('admin', '/dashboard/channels');
  await page.getByRole('button', { name: `Ações: ${demo.name}` }).click();
  await page.getByRole('menuitem', { name: 'Remover canal' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByRole('button', { name: 'Remover canal' }).click();
  await asked.getByLabel('Encerrar também as conversas abertas nele').click();
  await asked.getByRole('button', { name: 'Remover canal' }).click();
  await asked.waitFor({ state: 'detached' });
  await until(async () => !(await admin.get('/api/channels')).some((each) => each.id === demo.id), 'its removal');
  await page.context().close();
});
