// Users, departments and one's own password.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Api, until } from './demo.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
});
after(() => app?.stop());

const signIn = async (email, password) => {
  const page = await app.page();
  await page.goto(`${app.base}/login`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  return page;
};
const names = async () => (await admin.get('/api/departments')).map(({ name }) => name);

test('a new user gets a drawn password, which is shown once and opens the dashboard', async () => {
  const page = await app.open('admin', '/dashboard/users');
  await page.getByRole('button', { name: 'Novo usuário' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Criar usuário' }).click();
  await form.getByText('Preencha este campo').first().waitFor();
  await form.getByLabel('Nome', { exact: true }).fill('Fabiana Prado');
  await form.getByLabel('E-mail').fill('fabiana@demo.local');
  await form.getByRole('button', { name: 'Sortear' }).click();
  const password = await form.getByLabel('Senha', { exact: true }).inputValue();
  await form.getByLabel('Vendas').click();
  await form.getByRole('button', { name: 'Criar usuário' }).click();
  const welcome = page.getByRole('dialog', { name: 'Fabiana Prado já pode entrar' });
  await welcome.getByText(password).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('row', { name: /Fabiana Prado/ }).waitFor();
  assert.ok(!(await page.content()).includes(password));
  assert.deepEqual(page.complaints, []);
  await page.context().close();

  const hers = await signIn('fabiana@demo.local', password);
  await hers.waitForURL('**/dashboard');
  await hers.context().close();
});

test('users are found by their presence', async () => {
  const agent = await app.login('carlos');
  await agent.call('PATCH', '/api/users/me/status', { status: 'BUSY' });
  const page = await app.open('admin', '/dashboard/users');
  const pick = async (name) => {
    await page.getByRole('combobox', { name: 'Presença' }).click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  const rows = page.getByRole('table', { name: 'Usuários' }).getByRole('row');
  await pick('Ocupado');
  await until(async () => (await rows.count()) === 2, 'one row below the heading');
  await page.getByRole('row', { name: /Carlos/ }).waitFor();
  await pick('Ausente');
  await page.getByRole('row', { name: /Beatriz/ }).waitFor();
  assert.equal(await page.getByRole('row', { name: /Carlos/ }).count(), 0);
  await page.context().close();
});

test('an address that is taken is told at its field, and nothing written is lost', async () => {
  const page = await app.open('admin', '/dashboard/users');
  await page.getByRole('button', { name: 'Novo usuário' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Nome', { exact: true }).fill('Outra Beatriz');
  await form.getByLabel('E-mail').fill('beatriz@demo.local');
  await form.getByRole('button', { name: 'Sortear' }).click();
  await form.getByRole('button', { name: 'Criar usuário' }).click();
  await form.getByRole('alert').waitFor();
  assert.equal(await form.getByLabel('E-mail').getAttribute('aria-invalid'), 'true');
  assert.equal(await form.getByLabel('Nome', { exact: true }).inputValue(), 'Outra Beatriz');
  await page.context().close();
});

test('somebody who leaves can no longer sign in, until they come back', async () => {
  const page = await app.open('admin', '/dashboard/users');
  const menu = (name) => page.getByRole('button', { name: `Ações: ${name}` }).click();
  await menu('Eduardo');
  await page.getByRole('menuitem', { name: 'Desativar' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Desativar' }).click();
  await page.getByText('Eduardo foi desativado').first().waitFor();
  await assert.rejects(app.login('eduardo'));
  await page.getByRole('radio', { name: 'Desativados' }).click();
  await menu('Eduardo');
  await page.getByRole('menuitem', { name: 'Reativar' }).click();
  await page.getByText('Eduardo está ativo de novo').first().waitFor();
  await app.login('eduardo');
  await page.context().close();
});

test('the order of the menu is changed by keys and by dragging, and the preview follows', async () => {
  const before = await names();
  const page = await app.open('admin', '/dashboard/departments');
  await page.getByRole('button', { name: `Mover ${before[1]}, posição 2` }).press('ArrowUp');
  await until(async () => (await names())[0] === before[1], 'the move by key');
  await page.getByLabel('O que o cliente vê').getByText(`1 - 🔧 ${before[1]}`).waitFor();
  const row = (name) => page.getByRole('listitem').filter({ hasText: name }).first();
  await page.getByRole('button', { name: new RegExp(`^Mover ${before[0]}`) }).dragTo(row(before[3]));
  await until(async () => (await names())[3] === before[0], 'the move by mouse');
  await page.context().close();
});

test('a department is made with its words and its people', async () => {
  const page = await app.open('admin', '/dashboard/departments');
  await page.getByRole('button', { name: 'Novo departamento' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Nome', { exact: true }).fill('Trocas e Devoluções');
  assert.equal(await form.getByLabel('Identificador').inputValue(), 'trocas-e-devolucoes');
  await form.getByLabel('Palavras-chave').fill('troca, devolução');
  await form.getByRole('button', { name: 'Criar departamento' }).click();
  await page.getByRole('button', { name: /Trocas e Devoluções/ }).first().waitFor();
  await page.getByRole('button', { name: 'Ações: Trocas e Devoluções' }).click();
  await page.getByRole('menuitem', { name: 'Editar' }).click();
  await form.getByRole('radio', { name: 'Atendentes' }).click();
  await form.getByRole('button', { name: 'Adicionar' }).click();
  await page.getByRole('menuitem', { name: /Carlos/ }).click();
  await form.getByRole('button', { name: 'Remover Carlos' }).waitFor();
  const made = (await admin.get('/api/departments')).find(({ name }) => name === 'Trocas e Devoluções');
  assert.deepEqual([made.keywords, made.counts.members], [['troca', 'devolução'], 1]);
  await page.context().close();
});

test('a new password keeps one signed in here, and ends the other sessions', async () => {
  const other = await app.open('carlos', '/dashboard');
  const page = await app.open('carlos', '/dashboard/profile');
  await page.getByLabel('Senha atual').fill('errada');
  await page.getByLabel('Nova senha').fill('Outra-Senha-42x');
  await page.getByRole('button', { name: 'Trocar senha' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Senha atual').fill(app.password);
  await page.getByRole('button', { name: 'Trocar senha' }).click();
  await page.getByText('Senha trocada').first().waitFor();
  await page.getByLabel('Conectado em tempo real').waitFor();
  assert.equal(new URL(page.url()).pathname, '/dashboard/profile');
  await other.waitForURL('**/login**');
  await assert.rejects(app.login('carlos'));
  await Api.login(app.base, 'carlos@demo.local', 'Outra-Senha-42x');
  await page.context().close();
  await other.context().close();
});
