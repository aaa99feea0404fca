// The server dies without a word, and comes back: nothing is missing and nothing is there twice.
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

const box = (page) => page.getByLabel('Mensagem', { exact: true });
const link = (page, name) => page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name });
const bubbles = (page, text) => page.getByRole('article').filter({ hasText: text });

async function withBeatriz(phone, name) {
  const page = await app.open('beatriz');
  const customer = new Customer(admin, channelId, phone, name);
  await customer.says('Oi');
  await customer.hears('Escolha o departamento');
  await customer.says('1');
  await customer.hears('atendido por *Beatriz*');
  const { id } = await customer.conversation();
  return { page, customer, id };
}

async function opened(phone, name) {
  const { page, customer, id } = await withBeatriz(phone, name);
  await link(page, name).click();
  await box(page).waitFor();
  // One may write before the history is there; whose test is not about that waits for it.
  await page.getByRole('log').getByText('Oi', { exact: true }).waitFor();
  return { page, customer, id };
}

/** Every text of the company's record of this conversation, oldest first. */
async function recorded(id) {
  const { messages } = await admin.get(`/api/conversations/${id}/messages?limit=100`);
  return messages.map(({ content }) => content).reverse();
}

/** On the page, in the record and on the customer's phone. */
async function isThereOnce({ page, customer, id }, text) {
  assert.equal(await bubbles(page, text).count(), 1, text);
  assert.equal((await recorded(id)).filter((content) => content === text).length, 1, text);
  const copies = (await customer.received()).filter((entry) => entry.text?.includes(text));
  assert.deepEqual(copies.map(({ clientCopies }) => clientCopies ?? 1), [1], text);
}

/** Tries again what says that it was not sent, until it was; the button may go by itself when the message turns out to have arrived. */
async function sent(page, text) {
  const bubble = bubbles(page, text);
  await until(async () => {
    await bubble.getByRole('button', { name: 'Reenviar' }).click({ timeout: 500 }).catch(() => undefined);
    return (await bubble.getByLabel(/Enviada|Entregue|Lida/).count()) > 0;
  }, `“${text}” sent`);
}

test('messages of a customer accepted just before the end are all there after it, once and in order', async () => {
  const { page, customer, id } = await opened('+5511944440001', 'Flora Mendes');
  const said = Array.from({ length: 12 }, (_, index) => `recado número ${index + 1}.`);
  for (const text of said) await customer.says(text);
  // Accepted means answered to the one who delivers; whether they were worked through is for the next start to know.
  await until(async () => (await admin.get(`/api/sandbox/${channelId}/deliveries`)).pending === 0, 'the last delivery');
  await app.kill();
  await page.getByText(/Nova tentativa em/).first().waitFor();
  await app.run();
  await customer.says('e este depois.');
  await bubbles(page, 'e este depois.').waitFor({ timeout: 40_000 });
  assert.deepEqual((await recorded(id)).filter((text) => said.includes(text)), said);
  for (const text of said) assert.equal(await bubbles(page, text).count(), 1, text);
  await page.context().close();
});

test('what the agent writes while there is no server is kept, and sent once when there is one', async () => {
  const { page, customer, id } = await opened('+5511944440002', 'Gil Andrade');
  await app.kill();
  await page.getByText(/Nova tentativa em/).first().waitFor();
  for (const text of ['escrito sem servidor, um', 'escrito sem servidor, dois']) {
    await box(page).fill(text);
    await box(page).press('Enter');
    await bubbles(page, text).getByText('Sem conexão. A mensagem não saiu.').waitFor();
  }
  await box(page).fill('um rascunho');
  await app.run();
  await page.getByLabel('Conectado em tempo real').waitFor({ timeout: 40_000 });
  for (const text of ['escrito sem servidor, um', 'escrito sem servidor, dois']) {
    await sent(page, text);
    await isThereOnce({ page, customer, id }, text);
  }
  assert.equal(await box(page).inputValue(), 'um rascunho');
  await page.context().close();
});

test('who writes before the history has come sees it, and has both when the server is back', async () => {
  const { page, customer, id } = await withBeatriz('+5511944440005', 'Joana Pires');
  const history = /\/api\/conversations\/[^/]+\/messages\?/;
  await page.route(history, (route) => route.abort());
  await link(page, 'Joana Pires').click();
  await box(page).waitFor();
  await app.kill();
  await box(page).fill('escrito sem ver o resto');
  await box(page).press('Enter');
  await bubbles(page, 'escrito sem ver o resto').getByText('Sem conexão. A mensagem não saiu.').waitFor();
  // By now it is given up: nothing but the connection's return makes the page ask again.
  await page.getByRole('log').getByRole('button', { name: 'Tentar de novo' }).waitFor();
  await page.unroute(history);
  await app.run();
  await page.getByRole('log').getByText('Oi', { exact: true }).waitFor({ timeout: 40_000 });
  await sent(page, 'escrito sem ver o resto');
  await isThereOnce({ page, customer, id }, 'escrito sem ver o resto');
  await page.context().close();
});

test('a message whose answer was lost with the server is never sent twice, however often one tries', async () => {
  const { page, customer, id } = await opened('+5511944440003', 'Hilda Rocha');
  for (let round = 1; round <= 3; round += 1) {
    const text = `no último instante ${round}`;
    await box(page).fill(text);
    // The server gets the request and dies at it: sooner or later, as it happens.
    const asked = page.waitForRequest('**/api/messages/send');
    await box(page).press('Enter');
    await asked;
    await app.kill();
    await app.run();
    await page.getByLabel('Conectado em tempo real').waitFor({ timeout: 40_000 });
    await sent(page, text);
    assert.equal(await bubbles(page, text).count(), 1, text);
    assert.equal((await recorded(id)).filter((content) => content === text).length, 1, text);
    const copies = (await customer.received()).filter((entry) => entry.text?.includes(text));
    assert.ok(copies.length <= 1 && copies.every(({ clientCopies }) => (clientCopies ?? 1) === 1), JSON.stringify(copies));
  }
  await page.context().close();
});

test('a page that was closed during the outage shows everything when it is opened again', async () => {
  const { page, customer, id } = await opened('+5511944440004', 'Igor Matos');
  await box(page).fill('rascunho de antes');
  await app.kill();
  await page.goto('about:blank');
  await app.run();
  await customer.says('escrevi enquanto isso');
  await page.goto(`${app.base}/dashboard/c/${id}`);
  await bubbles(page, 'escrevi enquanto isso').waitFor();
  assert.equal(await bubbles(page, 'escrevi enquanto isso').count(), 1);
  assert.equal(await box(page).inputValue(), 'rascunho de antes');
  await page.context().close();
});
