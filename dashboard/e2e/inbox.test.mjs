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

/** A customer who went through the menu to sales. */
async function customerInSales(phone, name) {
  const customer = new Customer(admin, channelId, phone, name);
  await customer.says('Oi');
  await until(async () => (await customer.received()).length > 0, 'the menu');
  await customer.says('1');
  await customer.conversation(({ flowState }) => flowState === 'DEPARTMENT_SELECTED' || flowState === 'ASSIGNED');
  return customer;
}

test('a wrong password is said beside the field, and the right one opens the inbox', async () => {
  const page = await app.page();
  await page.goto(`${app.base}/`);
  await page.waitForURL('**/login');
  await page.getByLabel('E-mail').fill('beatriz@demo.local');
  await page.getByLabel('Senha', { exact: true }).fill('errada');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'beatriz@demo.local');
  await page.getByLabel('Senha', { exact: true }).fill(app.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard');
  await page.getByRole('tab', { name: /Minhas/ }).waitFor();
  // The browser itself reports the refused login; nothing else may be wrong, least of all the policy.
  assert.deepEqual(page.complaints.filter((text) => !text.includes('401')), []);
  await page.context().close();
});

test('a customer writes, the agent answers, and there is exactly one bubble and one message', async () => {
  const page = await app.open('beatriz');
  const customer = await customerInSales('+5511977770001', 'Cecília Prado');
  await page.getByRole('link', { name: /Cecília Prado/ }).click();
  await customer.says('Vocês têm em azul?');
  await page.getByRole('log').getByText('Vocês têm em azul?').waitFor();

  const box = page.getByLabel('Mensagem', { exact: true });
  await box.fill('Temos *sim*, Cecília');
  await box.press('Enter');
  assert.equal(await box.inputValue(), '');
  const bubble = page.getByRole('article').filter({ hasText: 'Temos sim, Cecília' });
  await bubble.getByLabel(/Enviada|Entregue|Lida/).waitFor();
  assert.equal(await bubble.count(), 1);
  const received = (await customer.received()).filter(({ text }) => text?.includes('Temos'));
  assert.equal(received.length, 1);
  assert.equal(received[0].clientCopies ?? 1, 1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a draft waits in its conversation, and the keyboard resolves and reopens', async () => {
  const page = await app.open('beatriz');
  const customer = await customerInSales('+5511977770002', 'Davi Sampaio');
  await page.getByRole('link', { name: /Davi Sampaio/ }).click();
  await page.getByLabel('Mensagem', { exact: true }).fill('Já vejo para');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.waitForURL('**/dashboard');
  await page.getByRole('link', { name: /Davi Sampaio/ }).getByText('Rascunho:').waitFor();
  await page.getByRole('link', { name: /Davi Sampaio/ }).click();
  assert.equal(await page.getByLabel('Mensagem', { exact: true }).inputValue(), 'Já vejo para');

  await page.getByLabel('Mensagem', { exact: true }).blur();
  await page.keyboard.press('e');
  await page.getByText('Atendimento encerrado.').waitFor();
  const { id } = await until(async () => (await admin.get(`/api/conversations?search=${encodeURIComponent(customer.phone)}`)).find(({ status }) => status === 'RESOLVED'), 'the end');
  await page.getByRole('button', { name: 'Reabrir', exact: true }).first().click();
  await page.getByLabel('Mensagem', { exact: true }).waitFor();
  assert.equal((await admin.get(`/api/conversations/${id}`)).status, 'ASSIGNED');
  await page.context().close();
});

test('who waits is shown with protocol and state; the chat says the place in the queue, the attendance and under which name one writes', async () => {
  const beatriz = await app.login('beatriz');
  await beatriz.call('PATCH', '/api/users/me/status', { status: 'BUSY' });
  const customer = await customerInSales('+5511977770004', 'Fábio Rangel');
  const { id, protocol } = await customer.conversation(({ queuedAt }) => queuedAt !== null);
  const page = await app.open('beatriz');
  await page.getByRole('tab', { name: /^Todas/ }).click();
  await page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name: /Fábio Rangel/ }).filter({ hasText: protocol }).filter({ hasText: 'Na fila' }).getByTitle(/^Na fila há/).waitFor();
  await page.goto(`${app.base}/dashboard/c/${id}`);
  await page.getByText(/^\d+º na fila de Vendas/).waitFor();
  await page.getByRole('log').getByText('Este atendimento').waitFor();
  await page.getByRole('log').getByText(protocol).first().waitFor();
  const box = page.getByLabel('Mensagem', { exact: true });
  await box.fill('Bom dia, Fábio');
  const preview = page.getByText('O cliente lê');
  await preview.getByText('Beatriz - Vendas:').waitFor();
  // Whether there is a name before the text is the company's to say, also while somebody writes.
  await admin.call('PATCH', '/api/settings', { agentPrefixEnabled: false });
  await preview.waitFor({ state: 'detached' });
  await admin.call('PATCH', '/api/settings', { agentPrefixEnabled: true });
  await preview.waitFor();
  await box.press('Enter');
  await customer.hears('*Beatriz - Vendas*: Bom dia, Fábio');
  const bubble = page.getByRole('article').filter({ hasText: 'Bom dia, Fábio' });
  await bubble.getByText('Beatriz', { exact: true }).waitFor();
  await bubble.getByText('· Vendas', { exact: true }).waitFor();
  assert.equal((await beatriz.get(`/api/conversations/${id}`)).assignedUser.name, 'Beatriz');
  await beatriz.call('PATCH', '/api/users/me/status', { status: 'ONLINE' });
  await page.context().close();
});

test('who still chooses is with the bot, and a filter leaves those who wait for an answer', async () => {
  const [reader, answered] = [new Customer(admin, channelId, '+5511977770005', 'Gilda Reis'), await customerInSales('+5511977770006', 'Hugo Paes')];
  await reader.says('Oi');
  await reader.hears('Escolha o departamento');
  const { id } = await answered.conversation(({ assignedUser }) => assignedUser !== null);
  await (await app.login('beatriz')).post('/api/messages/send', { conversationId: id, content: 'Pois não?' });
  await answered.hears('Pois não?');
  const page = await app.open('admin');
  const row = (name) => page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name });
  await page.getByRole('tab', { name: /^Todas/ }).click();
  await row(/Hugo Paes/).waitFor();
  await page.getByRole('button', { name: 'Filtros' }).click();
  await page.getByLabel('Só quem espera resposta').click();
  await row(/Hugo Paes/).waitFor({ state: 'detached' });
  await row(/Gilda Reis/).waitFor();
  await page.getByRole('button', { name: 'Limpar filtros' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Mais listas' }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Com o robô/ }).click();
  await row(/Gilda Reis/).filter({ hasText: 'Com o robô' }).waitFor();
  assert.equal(await row(/Hugo Paes/).count(), 0, 'who was answered by an agent is not with the bot');
  await page.context().close();
});

test('an agent chooses among the channels, though only supervisors read how they are connected', async () => {
  const second = await admin.post('/api/channels', { name: 'Loja do Centro', provider: 'SANDBOX', externalKey: 'loja-do-centro', credentials: { hmacKey: 'loja-do-centro' } });
  const page = await app.open('beatriz');
  await page.getByRole('button', { name: 'Nova conversa' }).click();
  await page.getByRole('dialog').getByLabel('Canal').click();
  await page.getByRole('option', { name: 'Loja do Centro' }).waitFor();
  await admin.call('DELETE', `/api/channels/${second.id}`);
  await page.context().close();
});

test('what was said while the connection was away is there when it is back', async () => {
  const page = await app.open('beatriz');
  const customer = await customerInSales('+5511977770003', 'Elisa Moura');
  await page.getByRole('link', { name: /Elisa Moura/ }).click();
  await page.getByLabel('Mensagem', { exact: true }).waitFor();
  await app.kill();
  await page.getByText(/Nova tentativa em/).first().waitFor();
  await app.run();
  await customer.says('Continua aí?');
  await page.getByRole('log').getByText('Continua aí?').waitFor({ timeout: 40_000 });
  await page.context().close();
});

test('on a telephone one sees the list or the conversation, and nothing is wider than the screen', async () => {
  const page = await app.open('beatriz', '/dashboard', { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.getByRole('link', { name: /Elisa Moura/ }).click();
  await page.getByRole('log').waitFor();
  assert.equal(await page.getByRole('tablist').isVisible(), false);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  // A finger that rests on a message opens what one can do with it.
  const words = page.getByRole('article').getByText('Continua aí?', { exact: true });
  await words.dispatchEvent('pointerdown', { pointerType: 'touch', clientX: 60, clientY: 300 });
  await page.getByRole('menuitem', { name: 'Responder' }).click();
  await page.getByText('Respondendo a Elisa Moura').waitFor();
  await page.getByRole('button', { name: 'Conversas' }).first().click();
  await page.getByRole('tablist').waitFor();
  await page.context().close();
});
