// Contacts: found, merged, talked to, erased.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
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

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function contactOf(phone, name) {
  const customer = new Customer(admin, channelId, phone, name);
  await customer.says('Oi');
  const conversation = await customer.conversation();
  return { customer, conversation, id: conversation.contactId };
}

test('a contact shows its attendances, what the team noted and the files of both sides', async () => {
  const { customer, conversation, id } = await contactOf('+5511977770001', 'Lívia Campos');
  await admin.post(`/api/conversations/${conversation.id}/notes`, { content: 'Prefere falar à tarde.' });
  await customer.says(undefined, { type: 'image', mediaBase64: PIXEL, mimeType: 'image/png', fileName: 'recibo.png' });
  await until(async () => {
    const { messages } = await admin.get(`/api/conversations/${conversation.id}/messages`);
    return messages.some((message) => message.media?.state === 'READY');
  }, 'the picture');
  const page = await app.open('admin', `/dashboard/contacts/${id}`);
  await page.getByText('Prefere falar à tarde.').waitFor();
  await page.getByRole('link', { name: conversation.protocol }).waitFor();
  const picture = page.getByRole('link', { name: /recibo\.png|Imagem/ }).locator('img');
  assert.ok(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)));
  await page.getByLabel('E-mail').fill('livia@exemplo.com');
  await page.keyboard.press('Tab');
  await until(async () => (await admin.get(`/api/contacts/${id}`)).email === 'livia@exemplo.com', 'the address');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a new contact is made, and a conversation begun with it', async () => {
  const page = await app.open('admin', '/dashboard/contacts');
  await page.getByRole('button', { name: 'Novo contato' }).click();
  await page.getByRole('dialog').getByLabel('Nome', { exact: true }).fill('Otto Braga');
  await page.getByRole('dialog').getByLabel('Telefone').fill('11 97777-0002');
  await page.getByRole('button', { name: 'Criar contato' }).click();
  await page.getByRole('heading', { name: 'Otto Braga' }).waitFor();
  await page.getByRole('button', { name: 'Iniciar conversa' }).click();
  await page.waitForURL('**/dashboard/c/*');
  await page.getByText('Otto Braga').first().waitFor();
  await page.context().close();
});

test('two contacts become one, after it was shown what goes where', async () => {
  const page = await app.open('sonia', '/dashboard/contacts');
  const keep = await admin.post('/api/contacts', { name: 'Vera Telles', phone: '+5511977770003' });
  const gone = await admin.post('/api/contacts', { name: 'Vera T. (antigo)', phone: '+5511977770004' });
  await page.goto(`${app.base}/dashboard/contacts/${keep.id}`);
  await page.getByRole('button', { name: 'Mais ações' }).click();
  await page.getByRole('menuitem', { name: 'Juntar com outro contato' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('antigo');
  await dialog.getByRole('button', { name: /Vera T\. \(antigo\)/ }).click();
  await dialog.getByText('deixa de existir').waitFor();
  await dialog.getByRole('button', { name: 'Juntar' }).click();
  await page.getByText('Contatos juntados').first().waitFor();
  await page.getByText('+55 11 97777-0004').waitFor();
  await assert.rejects(admin.get(`/api/contacts/${gone.id}`));
  await page.context().close();
});

test('an erased contact leaves a receipt that names nobody', async () => {
  const { id } = await contactOf('+5511977770005', 'Zuleica Prates');
  const page = await app.open('admin', `/dashboard/contacts/${id}`, { acceptDownloads: true });
  await page.getByRole('button', { name: 'Mais ações' }).click();
  await page.getByRole('menuitem', { name: 'Apagar dados pessoais' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Apagar dados pessoais' }).click();
  await page.getByRole('heading', { name: 'Dados apagados' }).waitFor();
  await page.getByRole('row', { name: /^Mensagens/ }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Salvar recibo' }).click()]);
  const receipt = await readFile(await download.path(), 'utf8');
  assert.equal(JSON.parse(receipt).contactId, id);
  assert.ok(!receipt.includes('Zuleica') && !receipt.includes('977770005'));
  assert.ok(!(await page.content()).includes('Zuleica'));
  await page.getByRole('link', { name: 'Ir para os contatos' }).click();
  await page.getByRole('table').waitFor();
  assert.equal(await page.getByText('Zuleica').count(), 0);
  await page.context().close();
});

test('the palette finds people and does what it is told', async () => {
  const page = await app.open('admin', '/dashboard/metrics');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Lívia');
  await page.getByRole('option', { name: /Lívia Campos/ }).last().click();
  await page.waitForURL('**/dashboard/contacts/*');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('ficar ocup');
  await page.getByRole('option', { name: 'Ficar ocupado', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await until(async () => (await admin.get('/api/auth/me')).onlineStatus === 'BUSY', 'the presence');
  await page.context().close();
});
