// The supervisor's board: live, explained, and with its two ways to help.
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

/** A customer who waits for sales. */
async function waiting(phone, name) {
  const customer = new Customer(admin, channelId, phone, name);
  await customer.says('Oi');
  await until(async () => (await customer.received()).length > 0, 'the menu');
  await customer.says('1');
  return customer.conversation(({ flowState, assignedUser }) => flowState === 'DEPARTMENT_SELECTED' && assignedUser === null);
}
const column = (page, name) => page.getByRole('region', { name, exact: true });

test('who waits appears at once, with the reason in words', async () => {
  const page = await app.open('admin', '/dashboard/queue');
  await column(page, 'Vendas').waitFor();
  await waiting('+5511955550001', 'Nara Leite');
  await column(page, 'Vendas').getByRole('link', { name: 'Nara Leite' }).waitFor();
  await column(page, 'Vendas').getByText('nova', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Por que Nara Leite espera' }).click();
  await page.getByText('Ninguém podia atender:').waitFor();
  await page.getByText('ausente', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  assert.deepEqual(page.complaints, []);
  // Who opens the board later is told the same.
  await page.reload();
  await column(page, 'Vendas').getByText('nova', { exact: true }).waitFor();
  await page.context().close();
});

test('a supervisor moves a customer to another department, and gives one to an agent', async () => {
  const { id } = await waiting('+5511955550002', 'Ivo Prado');
  const page = await app.open('admin', '/dashboard/queue');
  await page.getByRole('button', { name: 'Mover Ivo Prado para' }).click();
  await page.getByRole('menuitem', { name: /Financeiro/ }).click();
  await column(page, 'Financeiro').getByRole('link', { name: 'Ivo Prado' }).waitFor();

  // She takes no conversations by herself, but may be given one.
  const agent = await app.login('daniela');
  await agent.call('PATCH', '/api/users/me/status', { status: 'BUSY' });
  await column(page, 'Financeiro').getByText(/^Daniela/).waitFor();
  await page.getByRole('button', { name: 'Entregar Ivo Prado a' }).click();
  await page.getByRole('menuitem', { name: /Daniela/ }).click();
  await column(page, 'Financeiro').getByRole('link', { name: 'Ivo Prado' }).waitFor({ state: 'detached' });
  await until(async () => (await admin.get(`/api/conversations/${id}`)).assignedUser?.name === 'Daniela', 'the gift');
  // The same explanation stands in the customer's panel.
  await page.goto(`${app.base}/dashboard/c/${id}`);
  await page.getByText('Ficou na fila').or(page.getByText('Atribuída a Daniela')).first().waitFor();
  await page.context().close();
});

test('a deadline that passed while nobody looked is told to who opens the board', async () => {
  await app.later(6);
  admin = await app.login('admin');
  await until(async () => (await admin.get('/api/board')).departments.some(({ timeouts }) => timeouts.length > 0), 'a timeout');
  const page = await app.open('admin', '/dashboard/queue');
  await page.getByRole('button', { name: /^Prazos esgotados/ }).click();
  const feed = page.getByRole('dialog');
  await feed.getByRole('link', { name: 'Nara Leite' }).waitFor();
  await feed.getByText(/Vendas · esperava há \d+ min · 1ª vez/).waitFor();
  await page.context().close();
});
