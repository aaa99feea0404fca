// The customers' telephones at /sandbox: several side by side, files both ways, faults that the agent's page shows, narrow screens, axe.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { until } from './demo.mjs';
import { Installation } from './support.mjs';

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const PAPER = { name: 'contrato.txt', mimeType: 'text/plain', buffer: Buffer.from('Assine aqui.') };
let installation;
let admin;

before(async () => {
  installation = await Installation.start();
  admin = await installation.login('admin');
});
after(() => installation?.stop());

/** The table, signed in by the link that the start of the demonstration prints. */
async function table(options) {
  const page = await installation.page(options);
  await page.goto(`${installation.base}/sandbox#email=admin@demo.local&password=${installation.password}`);
  await page.getByLabel('Ao vivo').waitFor();
  return page;
}

const telephone = (page, name) => page.getByRole('region', { name: `Celular de ${name}` });
const bubbles = (phone) => phone.locator('li[data-message]');

async function says(phone, text) {
  await phone.getByRole('textbox').fill(text);
  await phone.getByRole('textbox').press('Enter');
  await bubbles(phone).getByText(text, { exact: true }).first().waitFor();
}

async function addCustomer(page, name, number) {
  await page.getByRole('banner').getByRole('button', { name: 'Novo cliente' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nome').fill(name);
  await dialog.getByLabel('Telefone').fill(number);
  await dialog.getByRole('button', { name: 'Novo cliente' }).click();
  return telephone(page, name);
}

/** Writes, answers the menu, and gives back the conversation that came of it. */
async function asksForSales(phone, number) {
  await says(phone, 'Oi');
  await phone.getByRole('group', { name: 'Respostas prontas' }).getByRole('button').first().click();
  return until(async () => {
    const found = await admin.get(`/api/conversations?search=${encodeURIComponent(number)}`);
    return found.find((one) => one.flowState !== 'GREETING');
  }, 'the queue');
}

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 140)).join(' | ')}`);
}

test('customers write side by side, and files travel both ways', async () => {
  const page = await table();
  const clara = telephone(page, 'Clara Menezes');
  const davi = telephone(page, 'Davi Rocha');
  const conversation = await asksForSales(clara, '+5511999990001');
  await says(davi, 'Bom dia');
  await bubbles(davi).filter({ hasText: 'Escolha o departamento' }).waitFor();

  await clara.getByRole('button', { name: 'Anexar' }).click();
  await page.getByRole('menuitem', { name: 'Foto' }).click();
  await clara.getByRole('img', { name: 'Imagem' }).waitFor();
  await clara.getByRole('button', { name: 'Anexar' }).click();
  await page.getByRole('menuitem', { name: 'Localização' }).click();
  await bubbles(clara).getByText('MASP').waitFor();
  const arrived = () => admin.get(`/api/conversations/${conversation.id}/messages`);
  await until(async () => (await arrived()).messages.some((one) => one.media?.state === 'READY'), 'the photo in the dashboard');
  await until(async () => (await arrived()).messages.some((one) => one.metadata.kind === 'location'), 'the place in the dashboard');

  const form = new FormData();
  form.append('conversationId', conversation.id);
  form.append('file', new Blob([PAPER.buffer], { type: PAPER.mimeType }), PAPER.name);
  const sent = await fetch(`${installation.base}/api/messages/send-media`, { method: 'POST', headers: { authorization: `Bearer ${admin.token}` }, body: form });
  assert.equal(sent.ok, true, await sent.text());
  const paper = clara.getByRole('link', { name: /contrato\.txt/ });
  await paper.waitFor();
  await until(() => paper.getAttribute('href'), 'the bytes');
  const [download] = await Promise.all([page.waitForEvent('download'), paper.click()]);
  assert.equal(readFileSync(await download.path(), 'utf8'), 'Assine aqui.');
  // The customer's telephone says that it was read.
  await until(async () => (await arrived()).messages.find((one) => one.media?.fileName === PAPER.name)?.status === 'READ', 'the blue ticks');

  await page.reload();
  await bubbles(telephone(page, 'Clara Menezes')).getByText('MASP').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a customer is added, stays after a reload, quotes, reacts, edits, and takes back', async () => {
  const page = await table();
  await addCustomer(page, 'Elisa Prado', '+55 31 97777-0041');
  await page.reload();
  const elisa = telephone(page, 'Elisa Prado');
  await says(elisa, 'Oi');
  const menu = bubbles(elisa).filter({ hasText: 'Escolha o departamento' });
  await menu.waitFor();
  const choose = async (bubble, name) => {
    await bubble.getByRole('button', { name: 'Opções da mensagem' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose(menu, 'Reagir com 👍');
  await menu.getByText('👍').waitFor();
  await choose(menu, 'Responder');
  await says(elisa, 'Não entendi');
  await bubbles(elisa).filter({ hasText: 'Não entendi' }).getByText('MaxSoluções', { exact: true }).waitFor();
  const mine = bubbles(elisa).filter({ has: page.getByText('Oi', { exact: true }) });
  await choose(mine, 'Editar');
  await elisa.getByRole('textbox').fill('Olá');
  await elisa.getByRole('textbox').press('Enter');
  const edited = bubbles(elisa).filter({ hasText: 'Olá' }).filter({ hasText: 'editada' });
  await edited.waitFor();
  await choose(edited, 'Apagar para todos');
  await bubbles(elisa).getByText('Mensagem apagada').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a fault that is turned on here is seen by the agent there', async () => {
  const page = await table();
  const fabio = await addCustomer(page, 'Fábio Nunes', '+55 31 97777-0042');
  const conversation = await asksForSales(fabio, '+5531977770042');
  await admin.post(`/api/conversations/${conversation.id}/assign`, { userId: admin.user.id });
  const agent = await installation.open('admin', `/dashboard/c/${conversation.id}`);
  await page.getByRole('radio', { name: 'Falhas' }).click();
  await page.getByLabel('Quando: Recusar o envio').getByRole('radio', { name: '1 vez' }).click();
  await page.getByText('1 falha ligada').waitFor();
  await admin.post('/api/messages/send', { conversationId: conversation.id, content: 'Esta não chega.' });
  await agent.getByText('Esta não chega.').first().waitFor();
  await agent.getByText(/não (está|tem|existe).*WhatsApp/i).or(agent.getByLabel(/não enviada|falh/i)).first().waitFor();
  // It has fired as often as it should.
  await page.getByText('1 falha ligada').waitFor({ state: 'detached' });
  assert.equal(await bubbles(fabio).getByText('Esta não chega.').count(), 0);
  await admin.post('/api/messages/send', { conversationId: conversation.id, content: 'Esta chega.' });
  await bubbles(fabio).getByText('Esta chega.').waitFor();
  await page.context().close();
  await agent.context().close();
});

test('on a narrow screen one telephone is shown at a time, and the others say what came', async () => {
  const page = await table({ viewport: { width: 360, height: 740 } });
  await page.getByRole('button', { name: /Davi/ }).click();
  await telephone(page, 'Davi Rocha').waitFor();
  assert.equal(await telephone(page, 'Clara Menezes').count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.getByRole('button', { name: 'Guia e falhas' }).click();
  await page.getByRole('dialog').getByText('Conheça o produto').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`nothing stands in the way of assistive technology (${colorScheme})`, async () => {
    const page = await installation.page({ colorScheme });
    await page.goto(`${installation.base}/sandbox`);
    await page.getByRole('heading', { name: 'Seja o cliente' }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();
    const played = await table({ colorScheme });
    await bubbles(telephone(played, 'Clara Menezes')).first().waitFor();
    await played.waitForTimeout(500);
    assert.deepEqual(await violations(played), []);
    await played.getByRole('radio', { name: 'Falhas' }).click();
    assert.deepEqual(await violations(played), []);
    await played.context().close();
  });
}
