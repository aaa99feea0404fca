// Settings: previews, two administrators at once, leaving with changes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
});
after(() => app?.stop());

const TABS = '/dashboard/settings';
const tab = (page, name) => page.getByRole('radio', { name: new RegExp(`^${name}`) });
const save = (page) => page.getByRole('button', { name: 'Salvar', exact: true }).click();

test('a text is previewed as the customer will read it before it is saved', async () => {
  const page = await app.open('admin', TABS);
  await tab(page, 'Textos').click();
  await page.getByRole('button', { name: 'Encerramento' }).click();
  await page.getByRole('textbox', { name: /Texto próprio/ }).fill('Até logo! Aqui é a {company}.');
  await page.getByLabel('O que o cliente lê').getByText('Até logo! Aqui é a MaxSoluções.').waitFor();
  await save(page);
  await page.getByText('Salvo', { exact: true }).first().waitFor();
  const settings = await admin.get('/api/settings');
  assert.equal(settings.texts.closing, 'Até logo! Aqui é a {company}.');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('what another administrator saves meanwhile is kept and told, and so is what one wrote', async () => {
  const page = await app.open('admin', TABS);
  await page.getByLabel('Nome da empresa').fill('Mega Soluções');
  await tab(page, 'Textos').click();
  await page.getByRole('button', { name: 'Vou chamar alguém' }).click();
  await page.getByRole('textbox', { name: /Texto próprio/ }).fill('Um momento, por favor.');
  // Beside it, somebody changes another setting, another text and the same name.
  const { texts } = await admin.get('/api/settings');
  await admin.call('PATCH', '/api/settings', { companyName: 'Mini Soluções', menuTimeoutMinutes: 33, texts: { ...texts, assigned: 'Oi, sou {agent}.' } });
  await page.getByText('Outra pessoa salvou mudanças enquanto você editava').waitFor();
  await page.getByText('Nome da empresa: mudou também o que você mudou').waitFor();
  await save(page);
  await page.getByText('Salvo', { exact: true }).first().waitFor();
  const after = await admin.get('/api/settings');
  assert.deepEqual(
    [after.companyName, after.menuTimeoutMinutes, after.texts.assigned, after.texts.handover],
    ['Mega Soluções', 33, 'Oi, sou {agent}.', 'Um momento, por favor.'],
  );
  await page.context().close();
});

test('a save that comes too late is refused, read again, and goes through the second time', async () => {
  const page = await app.open('admin', TABS);
  await page.getByLabel('Nome da empresa').fill('Terceira');
  // Somebody is faster while the save is on its way.
  let late = false;
  await page.route('**/api/settings', async (route) => {
    if (route.request().method() !== 'PATCH') return route.fallback();
    if (late) return route.continue();
    late = true;
    await admin.call('PATCH', '/api/settings', { maxInvalidChoices: 7 });
    await route.continue();
  });
  await save(page);
  await page.getByText('Outra pessoa salvou antes').first().waitFor();
  await page.getByText('Outra pessoa salvou mudanças enquanto você editava').waitFor();
  assert.equal(await page.getByLabel('Nome da empresa').inputValue(), 'Terceira');
  await save(page);
  await page.getByText('Salvo', { exact: true }).first().waitFor();
  const { companyName, maxInvalidChoices } = await admin.get('/api/settings');
  assert.deepEqual([companyName, maxInvalidChoices], ['Terceira', 7]);
  await page.context().close();
});

test('theirs can be taken in the place of one’s own', async () => {
  const page = await app.open('admin', TABS);
  await page.getByLabel('Nome da empresa').fill('Minha');
  await admin.call('PATCH', '/api/settings', { companyName: 'Dela' });
  await page.getByRole('button', { name: 'Ficar com a dela' }).click();
  await page.waitForFunction(() => document.querySelector('input')?.value === 'Dela');
  await page.getByText('Há mudanças não salvas').waitFor({ state: 'detached' });
  await page.context().close();
});

test('leaving with changes asks first', async () => {
  const page = await app.open('admin', TABS);
  await page.getByLabel('Nome da empresa').fill('Não salva');
  await page.getByRole('link', { name: 'Usuários' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByRole('button', { name: 'Cancelar' }).click();
  assert.equal(await page.getByLabel('Nome da empresa').inputValue(), 'Não salva');
  await page.getByRole('link', { name: 'Usuários' }).click();
  await asked.getByRole('button', { name: 'Sair sem salvar' }).click();
  await page.waitForURL('**/dashboard/users');
  await page.context().close();
});

test('whether the company would be open at a time is told by the server, also with hours that are not saved yet', async () => {
  const page = await app.open('admin', TABS);
  await tab(page, 'Horário').click();
  await page.getByLabel('Usar horário de atendimento').click();
  await page.getByText('O teste já usa as mudanças').waitFor();
  await page.getByLabel('Aberto em').fill('2026-11-24T10:00');
  await page.getByText('Aberto.').waitFor();
  await page.getByLabel('Aberto em').fill('2026-11-24T22:00');
  await page.getByText('Fechado. Abre em').waitFor();
  await page.getByLabel('Aberto em').fill('2026-11-24T10:00');
  await page.getByText('Aberto.').waitFor();
  // Tuesday begins at eleven, on the page only.
  await page.getByLabel('Terça: das').fill('11:00');
  await page.getByText('Fechado. Abre em').waitFor();
  await page.getByLabel('Terça: das').fill('1');
  await page.getByText('não é uma hora válida').waitFor();
  assert.equal((await admin.get('/api/settings')).businessHours.enabled, false);
  await page.context().close();
});
