import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { barriersInBothThemes } from './accessibility.mjs';
import { Api } from './demo.mjs';
import { ROUTES, settled } from './pages.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
const ANA = { email: 'ana@padaria.example', password: 'pão quentinho às 7' };

before(async () => {
  app = await Installation.start({ empty: true });
});
after(() => app?.stop());

test('an empty installation asks for the company and its first administrator, and lets them in', async () => {
  const page = await app.page();
  await page.goto(`${app.base}/`);
  await page.waitForURL('**/login');
  await page.getByRole('heading', { name: 'Primeiro acesso' }).waitFor();
  assert.deepEqual(await barriersInBothThemes(page, 'first access'), []);
  await page.emulateMedia({ colorScheme: 'light' });

  const create = page.getByRole('button', { name: 'Criar e entrar' });
  await create.click();
  assert.ok((await page.getByText('Preencha este campo').count()) > 1, 'what is missing is said at its field');
  await page.getByLabel('Nome da empresa').fill('Padaria Aurora');
  await page.getByLabel('Seu nome').fill('Ana Freitas');
  await page.getByLabel('E-mail').fill(ANA.email);
  await page.getByLabel('Senha', { exact: true }).fill(ANA.password);
  await create.click();
  await page.waitForURL('**/dashboard/start');
  await page.getByLabel('Conectado em tempo real').waitFor();
  await page.getByText('Padaria Aurora').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('it is asked only once', async () => {
  const page = await app.page();
  await page.goto(`${app.base}/login`);
  await page.getByRole('heading', { name: 'Entrar' }).waitFor();
  assert.equal(await page.getByText('Primeiro acesso').count(), 0);
  await page.context().close();
});

test('every page of a company where nothing has happened yet opens, and says so without an error', async () => {
  const page = await app.page();
  await page.goto(`${app.base}/login#email=${encodeURIComponent(ANA.email)}&password=${encodeURIComponent(ANA.password)}`);
  await page.waitForURL('**/dashboard');
  for (const route of ROUTES.filter((address) => !address.includes('$'))) {
    await page.goto(app.base + route);
    await settled(page);
    assert.equal(await page.getByRole('main').getByText('Tentar de novo').count(), 0, `${route} shows an error`);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('too many wrong passwords lock for a while, and the page counts it down', async () => {
  const page = await app.page();
  await page.goto(`${app.base}/login`);
  const password = page.getByLabel('Senha', { exact: true });
  await page.getByLabel('E-mail').fill(ANA.email);
  const locked = page.getByText(/Muitas tentativas\. Tente de novo em \d+ s\./);
  for (let tries = 0; tries < 20 && (await locked.count()) === 0; tries += 1) {
    await password.fill(`errada ${tries}`);
    const answered = page.waitForResponse('**/api/auth/login');
    await page.keyboard.press('Enter');
    await answered;
    await page.getByRole('alert').waitFor();
  }
  await locked.waitFor();
  assert.ok(await page.getByRole('button', { name: 'Entrar', exact: true }).isDisabled());
  await page.context().close();
});

test('who cannot get in asks for help, and the answer tells nothing about who exists', async () => {
  const answers = [];
  for (const email of [ANA.email, 'ninguem@padaria.example']) {
    const page = await app.page();
    await page.goto(`${app.base}/login`);
    await page.getByRole('button', { name: 'Não consigo acessar' }).click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('O que aconteceu?').fill('Troquei de celular');
    await page.getByRole('button', { name: 'Enviar pedido' }).click();
    await page.getByText('Pedido enviado').waitFor();
    answers.push(await page.getByRole('main').innerText());
    await page.context().close();
  }
  assert.equal(answers[0], answers[1]);
});

test('a session that was ended elsewhere leads to the login at the next step, which says why', async () => {
  const page = await app.page();
  // The lock is of the address one tries with: time ends it.
  await app.later(30);
  await page.goto(`${app.base}/login#email=${encodeURIComponent(ANA.email)}&password=${encodeURIComponent(ANA.password)}`);
  await page.waitForURL('**/dashboard');
  await page.getByLabel('Conectado em tempo real').waitFor();
  const elsewhere = await Api.login(app.base, ANA.email, ANA.password);
  await elsewhere.post('/api/auth/logout', { everywhere: true });
  // The open connection is ended by itself within a while; whoever does something before learns it then.
  await page.getByRole('link', { name: 'Contatos' }).or(page.getByText('Sua sessão terminou.')).first().click();
  await page.waitForURL('**/login**');
  await page.getByText('Sua sessão terminou.').waitFor();
  await page.context().close();
});

test('who signs out is at the login, and going back shows nothing', async () => {
  const page = await app.page();
  await page.goto(`${app.base}/login#email=${encodeURIComponent(ANA.email)}&password=${encodeURIComponent(ANA.password)}`);
  await page.waitForURL('**/dashboard');
  await page.getByRole('button', { name: 'Menu do usuário' }).click();
  await page.getByRole('menuitem', { name: 'Sair' }).click();
  await page.waitForURL('**/login');
  await page.getByRole('heading', { name: 'Entrar' }).waitFor();
  await page.goto(`${app.base}/dashboard/users`);
  await page.waitForURL('**/login**');
  assert.equal(await page.getByText('Padaria Aurora').count(), 0);
  await page.context().close();
});
