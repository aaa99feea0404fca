// What an agent writes, speaks and attaches.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { Customer, until } from './demo.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;
let channelId;

before(async () => {
  app = await Installation.start();
  // A browser that has a microphone, though nobody speaks into it.
  app.chromium = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  });
  admin = await app.login('admin');
  [{ id: channelId }] = await admin.get('/api/channels');
});
after(() => app?.stop());

let next = 0;
/** A customer in sales, and Beatriz in front of the conversation. */
async function talking(name, options) {
  const customer = new Customer(admin, channelId, `+551196666${String((next += 1)).padStart(4, '0')}`, name);
  await customer.says('Oi');
  await until(async () => (await customer.received()).length > 0, 'the menu');
  await customer.says('1');
  const { id } = await customer.conversation(({ flowState }) => flowState === 'DEPARTMENT_SELECTED' || flowState === 'ASSIGNED');
  const page = await app.open('beatriz', `/dashboard/c/${id}`, options);
  await page.getByLabel('Mensagem', { exact: true }).waitFor();
  return { customer, page, id };
}

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const picture = (name) => ({ name, mimeType: 'image/png', buffer: PIXEL });
const files = async (customer, count) => until(async () => {
  const sent = (await customer.received()).filter(({ media, file, type }) => media ?? file ?? (type && type !== 'text' && type !== 'TEXT'));
  return sent.length >= count && sent;
}, `${count} files`);

test('several pictures go out with their captions, and those without stand as an album', async () => {
  const { customer, page } = await talking('Álbum');
  await page.locator('input[type=file]').setInputFiles([picture('a.png'), picture('b.png'), picture('c.png'), { name: 'lista.txt', mimeType: 'text/plain', buffer: Buffer.from('um, dois') }]);
  await page.getByLabel('Legenda de lista.txt').fill('A lista');
  await page.getByRole('list', { name: 'Arquivos a enviar' }).getByRole('listitem').nth(3).waitFor();
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await page.getByRole('group', { name: '3 fotos' }).waitFor();
  await page.getByRole('article').filter({ hasText: 'A lista' }).getByLabel(/Enviada|Entregue|Lida/).waitFor();
  await files(customer, 4);

  await page.getByRole('group', { name: '3 fotos' }).getByRole('button').first().click();
  const viewer = page.getByRole('dialog');
  await viewer.getByText('1/3').waitFor();
  await page.keyboard.press('ArrowRight');
  await viewer.getByText('2/3').waitFor();
  await page.keyboard.press('+');
  assert.match(await viewer.locator('img').getAttribute('style'), /scale\(1\.5\)/);
  await page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a voice message is recorded, paused, listened to and sent; another is thrown away', async () => {
  const { customer, page } = await talking('Voz');
  const bar = page.getByRole('group', { name: 'Gravar mensagem de voz' });
  await page.getByRole('button', { name: 'Gravar mensagem de voz' }).click();
  await bar.getByText('0:01').waitFor();
  await bar.getByRole('button', { name: 'Descartar' }).click();
  await bar.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Gravar mensagem de voz' }).click();
  await bar.getByText('0:01').waitFor();
  await bar.getByRole('button', { name: 'Pausar gravação' }).click();
  await bar.getByRole('button', { name: 'Continuar gravando' }).click();
  await bar.getByText('0:02').waitFor();
  await bar.getByRole('button', { name: 'Parar e ouvir' }).click();
  await bar.getByRole('button', { name: 'Tocar' }).waitFor();
  await bar.getByRole('button', { name: 'Enviar', exact: true }).click();
  await bar.waitFor({ state: 'detached' });
  const bubble = page.getByRole('article').filter({ has: page.getByLabel('Velocidade') });
  await bubble.getByLabel(/Enviada|Entregue|Lida/).waitFor();
  assert.equal(await bubble.count(), 1);
  const [sent] = await files(customer, 1);
  assert.match(JSON.stringify(sent), /voice|ptt|audio/i);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('an upload shows how far it is and can be stopped; one that breaks off can be tried again', async () => {
  const { customer, page } = await talking('Envio');
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/api/messages/send-media', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await page.locator('input[type=file]').setInputFiles([{ name: 'contrato.txt', mimeType: 'text/plain', buffer: Buffer.from('cláusula '.repeat(5_000)) }]);
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  const bubble = page.getByRole('article').filter({ hasText: 'contrato.txt' });
  await bubble.getByRole('button', { name: 'Parar envio' }).click();
  await bubble.waitFor({ state: 'detached' });
  release();
  await page.unroute('**/api/messages/send-media');

  await page.route('**/api/messages/send-media', (route) => route.abort());
  await page.locator('input[type=file]').setInputFiles([{ name: 'proposta.txt', mimeType: 'text/plain', buffer: Buffer.from('proposta') }]);
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  const failed = page.getByRole('article').filter({ hasText: 'proposta.txt' });
  await failed.getByText('A mensagem não saiu', { exact: false }).waitFor();
  await page.unroute('**/api/messages/send-media');
  await failed.getByRole('button', { name: 'Reenviar' }).click();
  await failed.getByLabel(/Enviada|Entregue|Lida/).waitFor();
  assert.equal((await files(customer, 1)).length, 1);
  await page.context().close();
});

test('a file that is refused says why, stays to be removed, and files can be pasted and dropped', async () => {
  const { page } = await talking('Recusa');
  const drop = (kind) =>
    page.evaluate((name) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['MZ'], 'virus.exe', { type: 'application/x-msdownload' }));
      const target = document.querySelector('#composer');
      const event = name === 'paste' ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }) : new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
    }, kind);
  await drop('paste');
  await page.getByRole('list', { name: 'Arquivos a enviar' }).getByText('virus.exe').waitFor();
  await page.getByRole('button', { name: 'Remover arquivo: virus.exe' }).click();
  await drop('dragover');
  await page.getByText('Solte para anexar').waitFor();
  await drop('drop');
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  const bubble = page.getByRole('article').filter({ hasText: 'virus.exe' });
  await bubble.getByRole('button', { name: 'Reenviar' }).waitFor();
  await bubble.getByRole('button', { name: 'Remover', exact: true }).click();
  await bubble.waitFor({ state: 'detached' });
  await page.context().close();
});

test('what is written without a connection leaves by itself when it is back, once and in order', async () => {
  const { customer, page, id } = await talking('Sem Rede');
  await app.kill();
  await page.getByText('Sem conexão. O que você enviar agora sai sozinho quando ela voltar.').waitFor();
  const box = page.getByLabel('Mensagem', { exact: true });
  for (const text of ['Primeira linha', 'Segunda linha']) {
    await box.fill(text);
    await box.press('Enter');
  }
  await page.getByRole('article').filter({ hasText: 'Segunda linha' }).getByText('A mensagem não saiu', { exact: false }).waitFor();
  await app.run();
  await page.getByRole('article').filter({ hasText: 'Segunda linha' }).getByLabel(/Enviada|Entregue|Lida/).waitFor({ timeout: 60_000 });
  const received = async () => (await customer.received()).map(({ text }) => text ?? '').filter((text) => text.includes('linha'));
  await until(async () => (await received()).length >= 2, 'both lines');
  assert.equal((await received()).length, 2);
  const { messages } = await admin.get(`/api/conversations/${id}/messages`);
  const numberOf = (words) => messages.find(({ content }) => content === words).seq;
  assert.ok(numberOf('Primeira linha') < numberOf('Segunda linha'));
  assert.equal(await page.getByRole('article').filter({ hasText: /linha/ }).count(), 2);
  await page.context().close();
});

test('facts about the customer are added, changed and removed in the panel, and resolving can be undone', async () => {
  const { page, id } = await talking('Dados');
  const { contactId } = await admin.get(`/api/conversations/${id}`);
  const attributes = async (fits) => until(async () => fits((await admin.get(`/api/contacts/${contactId}`)).attributes), 'the attributes');
  await page.getByRole('button', { name: 'Adicionar dado' }).click();
  await page.getByLabel('Nome', { exact: true }).fill('Plano');
  await page.getByLabel('Valor', { exact: true }).fill('Ouro');
  await page.keyboard.press('Enter');
  await attributes(({ Plano }) => Plano === 'Ouro');
  await page.getByRole('button', { name: 'Editar: Plano' }).click();
  await page.getByLabel('Plano', { exact: true }).fill('Prata');
  await page.keyboard.press('Enter');
  await attributes(({ Plano }) => Plano === 'Prata');
  await page.getByRole('button', { name: 'Remover: Plano' }).click({ force: true });
  await attributes((all) => Object.keys(all).length === 0);

  await page.getByRole('button', { name: 'Resolver', exact: true }).click();
  await page.getByText('Atendimento encerrado.', { exact: false }).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Atendimento resolvido' }).getByRole('button', { name: 'Reabrir' }).click();
  await page.getByLabel('Mensagem', { exact: true }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
