// What administrators look after: audit, operation, integrations, metrics, quick replies.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { bringToLife, until } from './demo.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;
let channelId;

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
  [{ id: channelId }] = await admin.get('/api/channels');
  await bringToLife(admin);
});
after(() => app?.stop());

test('the audit trail is filtered, read in detail and exported as CSV', async () => {
  await app.login('beatriz');
  const page = await app.open('admin', '/dashboard/audit', { acceptDownloads: true });
  await page.getByLabel('Quem').click();
  await page.getByRole('option', { name: 'Beatriz' }).click();
  const row = page.getByRole('row', { name: /Beatriz Entrou/ }).first();
  await row.click();
  await page.getByRole('dialog').getByText('Endereço IP').waitFor();
  await page.keyboard.press('Escape');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Exportar CSV' }).click()]);
  assert.match(download.suggestedFilename(), /^audit-\d{4}-\d{2}-\d{2}\.csv$/);
  const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  assert.ok(head.includes('action'), head);
  assert.ok(lines.length > 0 && lines.every((line) => line.includes('login')), lines.join('\n'));
  await page.context().close();
});

test('an event that belongs nowhere is kept, shown with its body, and discarded after a question', async () => {
  const page = await app.open('admin', '/dashboard/jobs');
  await page.getByText('Tudo em dia').waitFor();
  const waha = await admin.post('/api/channels', { name: 'Balcão', provider: 'WAHA', externalKey: 'balcao', baseUrl: `${app.base}/sandbox/waha`, credentials: { apiKey: 'uma-chave', hmacKey: 'um-segredo' } });
  const now = Math.floor(Date.now() / 1000);
  // Written on the phone itself, to nobody that is told: it belongs to no conversation.
  const payload = { id: 'A1B2C3D4E5F60718', fromMe: true, body: 'a quem?', hasMedia: false, source: 'app', timestamp: now };
  const event = { id: 'evt_1', timestamp: now * 1000, event: 'message.any', session: 'balcao', payload, engine: 'GOWS' };
  await admin.post(`/api/sandbox/${waha.id}/raw`, { body: JSON.stringify(event) });
  await until(async () => (await admin.get('/api/jobs/inbox?state=PARKED')).items.length > 0, 'the event');
  await page.getByRole('button', { name: 'Atualizar' }).click();
  await page.getByRole('radio', { name: /Eventos guardados/ }).click();
  const row = page.getByRole('table', { name: 'Travados' }).getByRole('row').nth(1);
  await row.click();
  const details = page.getByRole('dialog');
  await details.getByText('a quem?').first().waitFor();
  await details.getByRole('button', { name: 'Descartar' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Descartar' }).click();
  await page.getByText('Nada travado', { exact: true }).waitFor();
  await page.context().close();
});

test('an API key is shown once, works, and stops when it is revoked', async () => {
  const page = await app.open('admin', '/dashboard/integrations');
  await page.getByRole('button', { name: 'Nova chave' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nome').fill('Painel da loja');
  await dialog.getByLabel('metrics:read').click();
  await dialog.getByRole('button', { name: 'Criar chave' }).click();
  const secret = await page.getByRole('dialog', { name: 'Painel da loja' }).locator('code').textContent();
  const asks = () => fetch(`${app.base}/api/metrics/dashboard`, { headers: { authorization: `Bearer ${secret}` } }).then(({ status }) => status);
  assert.equal(await asks(), 200);
  await page.keyboard.press('Escape');
  await page.getByRole('row', { name: /Painel da loja/ }).waitFor();
  assert.ok(!(await page.content()).includes(secret));
  await page.getByRole('button', { name: 'Revogar: Painel da loja' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revogar' }).click();
  await page.getByText('Painel da loja', { exact: true }).waitFor({ state: 'detached' });
  await until(async () => (await asks()) === 401, 'its end');
  await page.context().close();
});

test('a webhook is tried, told of what happens, and its deliveries are listed', async () => {
  const heard = [];
  const receiver = createServer((request, response) => {
    heard.push(request.headers['webhook-id']);
    request.resume();
    response.end('ok');
  });
  // Whatever comes of the test, it does not outlive it.
  receiver.unref();
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${receiver.address().port}/gancho`;
  const page = await app.open('admin', '/dashboard/integrations');
  await page.getByRole('button', { name: 'Novo webhook' }).click();
  await page.getByRole('dialog').getByLabel('Endereço').fill(url);
  await page.getByRole('dialog').getByRole('button', { name: 'Salvar' }).click();
  await page.getByRole('dialog', { name: 'Segredo' }).locator('code').waitFor();
  await page.keyboard.press('Escape');
  const choose = async (item) => {
    await page.getByRole('button', { name: `Ações: ${url}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('Enviar teste');
  await page.getByText(/O endereço (respondeu|não aceitou)/).first().waitFor();
  await admin.post('/api/tags', { name: 'urgente', color: '#ef4444' });
  await admin.post(`/api/sandbox/${channelId}/inbound`, { from: '+5511966660001', name: 'Aviso', type: 'text', text: 'Oi' });
  await until(() => heard.length > 1, 'a delivery');
  await choose('Entregas');
  await page.getByRole('dialog', { name: 'Entregas' }).getByText('entregue').first().waitFor();
  await page.context().close();
  receiver.close();
  receiver.closeAllConnections();
});

test('metrics have every day of their range, and say so when nothing happened', async () => {
  const page = await app.open('admin', '/dashboard/metrics');
  await page.getByText('Conversas novas', { exact: true }).waitFor();
  const bars = page.locator('figure').first().locator('table tr');
  await until(async () => (await bars.count()) >= 7, 'a row for each day');
  await page.getByRole('radio', { name: 'Hoje' }).click();
  await until(async () => (await bars.count()) >= 24, 'a row for each hour');
  await page.getByRole('radio', { name: 'Escolher' }).click();
  await page.getByLabel('De', { exact: true }).fill('2020-01-01');
  await page.getByLabel('Até').fill('2020-01-02');
  await page.getByText('Nenhuma mensagem neste período').waitFor();
  await page.context().close();
});

test('a number of the metrics leads to its list, and the list has an address that lasts', async () => {
  const page = await app.open('admin', '/dashboard/metrics');
  const row = page.getByRole('table', { name: 'Por departamento' }).getByRole('row', { name: /Suporte/ });
  await row.getByRole('link').first().click();
  await page.waitForURL(/\/dashboard\?.*department=/);
  const tab = (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
  const chosen = async (name) => (await tab(name).getAttribute('aria-selected')) === 'true';
  const customer = (name) => page.getByRole('main').getByText(name, { exact: true }).first();
  await customer('Otávio Reis').waitFor();
  assert.ok(await chosen('Todas'));
  assert.equal(await page.getByText('Patrícia Nogueira').count(), 0, 'she is in another department');
  await tab('Fila').click();
  await page.waitForURL(/tab=queue/);
  await page.reload();
  await customer('Otávio Reis').waitFor();
  assert.ok(await chosen('Fila'));
  // To a conversation and back: the list is as it was.
  await customer('Otávio Reis').click();
  await page.waitForURL('**/dashboard/c/*');
  await page.goBack();
  await page.waitForURL(/tab=queue/);
  assert.ok(await chosen('Fila'));
  assert.equal(await page.getByText('Patrícia Nogueira').count(), 0);
  // What an address says that nobody understands is no reason to fail.
  await page.goto(`${app.base}/dashboard?tab=everything&department=1`);
  await tab('Minhas').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('what an agent resolved is found from the number, and every number of the tables leads somewhere', async () => {
  const page = await app.open('admin', '/dashboard/metrics');
  for (const name of ['Por departamento', 'Atendentes']) {
    const table = page.getByRole('table', { name });
    await table.getByRole('link').first().waitFor();
    const bare = await table.locator('td').evaluateAll((cells) => cells.filter((cell) => /^[0-9.]+$/.test(cell.textContent.trim()) && !cell.querySelector('a')).map((cell) => cell.textContent));
    assert.deepEqual(bare, [], name);
  }
  const row = page.getByRole('table', { name: 'Atendentes' }).getByRole('row', { name: /Beatriz/ });
  const resolved = row.locator('a[href*="tab=resolved"]');
  const told = Number(await resolved.innerText());
  assert.ok(told > 0, 'the demonstration has resolved ones');
  await resolved.click();
  await page.waitForURL(/agent=/);
  const rows = page.getByRole('region', { name: 'Conversas' }).getByRole('listitem');
  // What was put away since is in another tab.
  await rows.first().waitFor();
  assert.ok((await rows.count()) <= told, 'hers and nobody else’s');
  await page.context().close();
});

test('a quick reply is written with variables, previewed, found and deleted', async () => {
  const page = await app.open('beatriz', '/dashboard/quick-replies');
  await page.getByRole('button', { name: 'Nova resposta' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Título').fill('Prazo de troca');
  await form.getByLabel('Atalho').fill('troca');
  await form.getByLabel('Texto', { exact: true }).fill('A troca pode ser feita em 30 dias, ');
  await form.getByRole('button', { name: 'primeiro nome' }).click();
  await form.getByLabel('Como o cliente vê').getByText(/em 30 dias, \p{L}+/u).waitFor();
  await form.getByRole('button', { name: 'Salvar' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('searchbox').fill('/troca');
  await page.getByRole('searchbox').fill('troca');
  await page.getByText('só minha').waitFor();
  await page.getByRole('button', { name: 'Ações: Prazo de troca' }).click();
  await page.getByRole('menuitem', { name: 'Excluir' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Excluir' }).click();
  await page.getByRole('button', { name: 'Ações: Prazo de troca' }).waitFor({ state: 'detached' });
  await page.context().close();
});
