// Two people at two browsers at once.
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
  await admin.call('PATCH', '/api/users/me/status', { status: 'OFFLINE' });
  const departments = await admin.get('/api/departments');
  const idOf = (wanted) => departments.find(({ slug }) => slug === wanted).id;
  const { id } = (await app.login('daniela')).user;
  await admin.call('PUT', `/api/users/${id}/departments`, { departmentIds: [idOf('financeiro'), idOf('vendas')] });
});
after(() => app?.stop());

const row = (page, name) => page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name });
const tab = (page, name) => page.getByRole('tab', { name }).click();

async function status(name, wanted) {
  await (await app.login(name)).call('PATCH', '/api/users/me/status', { status: wanted });
}

/** A customer who waits in sales, as nobody takes anybody by themselves. */
async function waitingInSales(phone, name) {
  const customer = new Customer(admin, channelId, phone, name);
  await customer.says('Oi');
  await customer.hears('Escolha o departamento');
  await customer.says('1');
  await customer.hears('Todos de *Vendas* estão ocupados');
  return customer;
}

test('one sees at once when the other becomes busy', async () => {
  const beatriz = await app.open('beatriz');
  const sonia = await app.open('sonia', '/dashboard/queue');
  const agents = sonia.getByRole('main');
  await agents.getByText('Beatriz').first().waitFor();
  await beatriz.getByRole('button', { name: /^Sua presença/ }).click();
  await beatriz.getByRole('menuitemcheckbox', { name: 'Ocupado' }).click();
  await beatriz.getByRole('button', { name: 'Sua presença: Ocupado' }).waitFor();
  await until(async () => (await admin.get('/api/users?search=beatriz')).some((user) => user.name === 'Beatriz' && user.onlineStatus === 'BUSY'), 'busy');
  // The board says it in words for those who do not see colours.
  await sonia.locator('main li, main tr, main article').filter({ hasText: 'Beatriz' }).filter({ hasText: 'Ocupado' }).first().waitFor();
  await beatriz.context().close();
  await sonia.context().close();
});

test('both open the same conversation: each sees the other, and who is writing', async () => {
  await status('beatriz', 'BUSY');
  await status('sonia', 'BUSY');
  const customer = await waitingInSales('+5511955550001', 'Breno Tavares');
  const { id } = await customer.conversation();
  const beatriz = await app.open('beatriz', `/dashboard/c/${id}`);
  const sonia = await app.open('sonia', `/dashboard/c/${id}`);
  await sonia.getByRole('main').getByTitle('Beatriz').waitFor();
  await beatriz.getByRole('main').getByTitle('Sônia').waitFor();

  await beatriz.getByLabel('Mensagem', { exact: true }).pressSequentially('Vou verificar');
  await sonia.getByText('Beatriz está digitando…').waitFor();
  await beatriz.getByLabel('Mensagem', { exact: true }).press('Enter');
  await sonia.getByRole('article').filter({ hasText: 'Vou verificar' }).getByText('Beatriz').waitFor();
  await sonia.getByText('Beatriz está digitando…').waitFor({ state: 'detached' });
  // The first answer took the conversation, on both pages.
  const { assignedUser } = await admin.get(`/api/conversations/${id}`);
  assert.equal(assignedUser.name, 'Beatriz');
  await sonia.getByRole('complementary', { name: 'Cliente' }).getByText('Beatriz', { exact: true }).first().waitFor();

  await sonia.goto(`${app.base}/dashboard`);
  await beatriz.getByRole('main').getByTitle('Sônia').waitFor({ state: 'detached' });
  await beatriz.context().close();
  await sonia.context().close();
});

test('both take the same conversation at once: one has it, and both pages agree on who', async () => {
  for (const name of ['beatriz', 'daniela', 'sonia']) await status(name, 'BUSY');
  const customer = await waitingInSales('+5511955550002', 'Caio Rezende');
  const { id } = await customer.conversation();
  const pages = await Promise.all(['beatriz', 'daniela'].map((name) => app.open(name, `/dashboard/c/${id}`)));
  const take = (page) => page.getByRole('button', { name: 'Assumir', exact: true });
  // Both requests are held until both have clicked: otherwise the button of the slower page is gone before the mouse is there.
  let clicks = 0;
  for (const page of pages) {
    await page.route('**/assign', async (route) => {
      clicks += 1;
      await until(() => clicks === 2, 'the click of the other');
      await route.continue();
    });
  }
  await Promise.all(pages.map((page) => take(page).click()));

  const { assignedUser } = await until(async () => {
    const conversation = await admin.get(`/api/conversations/${id}`);
    return conversation.assignedUser && conversation;
  }, 'somebody to have it');
  for (const [index, page] of pages.entries()) {
    await take(page).waitFor({ state: 'detached' });
    const own = ['Beatriz', 'Daniela'][index] === assignedUser.name;
    await page.getByRole('main').locator('header').getByText(own ? 'Você' : assignedUser.name, { exact: true }).first().waitFor();
  }
  // The lists agree too: the one who lost has it neither as their own nor in the queue.
  const loser = pages[assignedUser.name === 'Beatriz' ? 1 : 0];
  for (const name of [/^Minhas/, /^Fila/]) {
    await tab(loser, name);
    await row(loser, /Caio Rezende/).waitFor({ state: 'detached' });
  }
  // The customer was told of one agent, once.
  const told = (await customer.received()).filter(({ text }) => text?.includes('Você está sendo atendido por'));
  assert.equal(told.length, 1, JSON.stringify(told));
  await Promise.all(pages.map((page) => page.context().close()));
});

test('what one resolves leaves the list of the other while it is open there', async () => {
  await status('beatriz', 'BUSY');
  await status('sonia', 'BUSY');
  const customer = await waitingInSales('+5511955550003', 'Dalva Sena');
  const { id } = await customer.conversation();
  const beatriz = await app.open('beatriz', `/dashboard/c/${id}`);
  const sonia = await app.open('sonia', `/dashboard/c/${id}`);
  await tab(sonia, /^Fila/);
  await row(sonia, /Dalva Sena/).waitFor();
  await beatriz.getByRole('button', { name: 'Assumir', exact: true }).click();
  await row(sonia, /Dalva Sena/).waitFor({ state: 'detached' });
  await beatriz.getByRole('button', { name: 'Resolver', exact: true }).click();
  await sonia.getByText('Atendimento encerrado.').waitFor();
  await customer.hears('encerrado. Obrigado pelo contato!');
  await beatriz.context().close();
  await sonia.context().close();
});

test('a conversation transferred while somebody writes stays open for reading, with the draft kept', async () => {
  await status('carlos', 'ONLINE');
  await status('beatriz', 'BUSY');
  await status('sonia', 'BUSY');
  const customer = await waitingInSales('+5511955550004', 'Elza Prado');
  const { id } = await customer.conversation();
  const beatriz = await app.open('beatriz', `/dashboard/c/${id}`);
  await beatriz.getByRole('button', { name: 'Assumir', exact: true }).click();
  await beatriz.getByLabel('Mensagem', { exact: true }).fill('Já ia respon');
  const carlos = await app.open('carlos');
  const departments = await admin.get('/api/departments');
  await (await app.login('sonia')).post(`/api/conversations/${id}/transfer`, { departmentId: departments.find(({ slug }) => slug === 'suporte').id });
  await row(carlos, /Elza Prado/).waitFor();
  await beatriz.getByText('Esta conversa saiu da sua visão.').or(beatriz.getByText('Carlos está atendendo esta conversa.')).waitFor();
  assert.equal(await beatriz.getByLabel('Mensagem', { exact: true }).count(), 0, 'there is nowhere to write');
  await beatriz.getByRole('log').getByText('Oi', { exact: true }).waitFor();
  await beatriz.context().close();
  await carlos.context().close();
});
