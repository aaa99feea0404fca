// The four flows of the business, each seen from the customer's telephone and from the agent's page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Customer } from './demo.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;
let channelId;

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
  [{ id: channelId }] = await admin.get('/api/channels');
  // An administrator attends too when a department is theirs; the supervisor would take what nobody else does.
  for (const name of ['admin', 'sonia']) await (await app.login(name)).call('PATCH', '/api/users/me/status', { status: 'BUSY' });
});
after(() => app?.stop());

const someone = (phone, name) => new Customer(admin, channelId, phone, name);
const box = (page) => page.getByLabel('Mensagem', { exact: true });
const row = (page, name) => page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name });

async function answer(page, text) {
  await box(page).fill(text);
  await box(page).press('Enter');
  await page.getByRole('article').filter({ hasText: text }).getByLabel(/Enviada|Entregue|Lida/).waitFor();
}

async function away(name) {
  await (await app.login(name)).call('PATCH', '/api/users/me/status', { status: 'OFFLINE' });
}

test('a new customer chooses a department, an agent is found and told, and the history stays', async () => {
  const page = await app.open('beatriz');
  const ivone = someone('+5511966660001', 'Ivone Prates');
  await ivone.says('Oi, boa tarde');
  const menu = await ivone.hears('Escolha o departamento');
  assert.match(menu, /1 - .*Vendas\n2 - .*Suporte Técnico\n3 - .*Financeiro\n4 - .*Outros Assuntos/);

  await ivone.says('1');
  await ivone.hears('Você está sendo atendido por *Beatriz*, de *Vendas*');
  await page.getByText('Conversa atribuída a você', { exact: true }).waitFor();
  await row(page, /Ivone Prates/).click();
  await page.getByRole('log').getByText('Oi, boa tarde').waitFor();
  await answer(page, 'Olá, Ivone! Em que posso ajudar?');
  await ivone.hears('Olá, Ivone! Em que posso ajudar?');
  await ivone.says('Quero um orçamento');
  await page.getByRole('log').getByText('Quero um orçamento').waitFor();

  await page.getByRole('button', { name: 'Resolver', exact: true }).click();
  await ivone.hears('encerrado. Obrigado pelo contato!');
  await page.getByText('Atendimento encerrado.').waitFor();
  await row(page, /Ivone Prates/).waitFor({ state: 'detached' });
  const [{ status, department }] = await admin.get(`/api/conversations?search=${encodeURIComponent(ivone.phone)}`);
  assert.deepEqual([status, department.name], ['RESOLVED', 'Vendas']);
  await page.context().close();
});

test('who comes back is asked for the same department, and YES leads to the agent who knows them', async () => {
  const page = await app.open('beatriz');
  const ivone = someone('+5511966660001', 'Ivone Prates');
  await ivone.says('Bom dia, voltei');
  assert.match(await ivone.hears('Deseja falar com Vendas? (SIM/NÃO)'), /Olá de novo, Ivone/);
  await ivone.says('sim');
  await ivone.hears('Você está sendo atendido por *Beatriz*, de *Vendas*', 2);
  await row(page, /Ivone Prates/).click();
  await page.getByRole('log').getByText('Bom dia, voltei').waitFor();
  // What was said last time stands above, and the panel knows of it.
  await page.getByRole('log').getByText('Quero um orçamento').waitFor();
  await page.getByRole('log').getByText('Atendimento anterior').waitFor();
  await page.getByRole('complementary', { name: 'Cliente' }).getByText('Resolvida').waitFor();
  await page.getByRole('button', { name: 'Resolver', exact: true }).click();
  await page.getByText('Atendimento encerrado.').waitFor();
  await page.context().close();
});

test('who comes back and says NO gets the menu, and so does who says nothing for two minutes', async () => {
  const page = await app.open('sonia');
  const ivone = someone('+5511966660001', 'Ivone Prates');
  await ivone.says('Olá outra vez');
  await ivone.hears('Deseja falar com Vendas?', 2);
  await ivone.says('não');
  await ivone.hears('Certo! Vamos ao menu.');
  await page.getByRole('button', { name: 'Mais listas' }).click();
  await page.getByRole('menuitemcheckbox', { name: /Com o robô/ }).click();
  await row(page, /Ivone Prates/).click();
  await page.getByText('O robô está conversando com o cliente.').waitFor();
  await ivone.says('4');
  await ivone.hears('Todos de *Outros Assuntos* estão ocupados');
  await page.getByText(/^Na fila de Outros Assuntos/).waitFor();
  await (await app.login('sonia')).post(`/api/conversations/${(await ivone.conversation()).id}/resolve`);

  await ivone.says('Sou eu de novo');
  await ivone.hears('Deseja falar com', 3);
  await app.later(3);
  await ivone.hears('Não recebi sua resposta, então aqui está o menu.');
  const { flowState } = await ivone.conversation();
  assert.equal(flowState, 'GREETING');
  await page.context().close();
});

test('a transfer takes the conversation from one page to another, and the customer is told', async () => {
  const beatriz = await app.open('beatriz');
  const carlos = await app.open('carlos');
  const nilo = someone('+5511966660002', 'Nilo Barreto');
  await nilo.says('Oi');
  await nilo.hears('Escolha o departamento');
  await nilo.says('1');
  await nilo.hears('atendido por *Beatriz*');
  await row(beatriz, /Nilo Barreto/).click();
  await answer(beatriz, 'Isso é com o suporte, um momento.');

  await beatriz.getByRole('button', { name: 'Transferir', exact: true }).click();
  const dialog = beatriz.getByRole('dialog', { name: 'Transferir conversa' });
  await dialog.getByLabel('Para o departamento').click();
  await beatriz.getByRole('option', { name: 'Suporte Técnico' }).click();
  await dialog.getByLabel('Nota interna').fill('Impressora parada desde ontem.');
  await dialog.getByRole('button', { name: 'Transferir' }).click();

  await nilo.hears('Sua conversa foi transferida para *Suporte Técnico*');
  await nilo.hears('atendido por *Carlos*, de *Suporte Técnico*');
  await carlos.getByText('Conversa atribuída a você', { exact: true }).first().waitFor();
  await row(carlos, /Nilo Barreto/).click();
  await carlos.getByRole('complementary', { name: 'Cliente' }).getByText('Impressora parada desde ontem.').waitFor();
  await answer(carlos, 'Oi, Nilo, aqui é o Carlos.');
  await nilo.hears('Oi, Nilo, aqui é o Carlos.');
  await row(beatriz, /Nilo Barreto/).waitFor({ state: 'detached' });
  await beatriz.context().close();
  await carlos.context().close();
});

test('who waits too long is given to an agent of another department, and is told so', async () => {
  for (const name of ['carlos', 'daniela', 'eduardo']) await away(name);
  const page = await app.open('beatriz');
  const olga = someone('+5511966660003', 'Olga Teles');
  await olga.says('Oi');
  await olga.hears('Escolha o departamento');
  await olga.says('3');
  await olga.hears('Todos de *Financeiro* estão ocupados');
  await app.later(6);
  await olga.hears('Desculpe a espera! *Beatriz*, de *Vendas*, vai continuar seu atendimento.');
  await row(page, /Olga Teles/).click();
  await answer(page, 'Olá, Olga, obrigada por esperar.');
  await olga.hears('obrigada por esperar');
  await page.context().close();
});

test('when nobody is there the conversation stays in the queue, and the supervisor is told', async () => {
  for (const name of ['beatriz', 'carlos', 'daniela', 'eduardo']) await away(name);
  await (await app.login('sonia')).call('PATCH', '/api/users/me/status', { status: 'BUSY' });
  const page = await app.open('sonia', '/dashboard/queue');
  const rui = someone('+5511966660004', 'Rui Campelo');
  await rui.says('Oi');
  await rui.hears('Escolha o departamento');
  await rui.says('2');
  await rui.hears('Todos de *Suporte Técnico* estão ocupados');
  await page.getByRole('main').getByText('Rui Campelo').first().waitFor();
  await app.later(6);
  await page.getByText('Tempo de espera esgotado').first().waitFor({ timeout: 40_000 });
  const { status, assignedUserId } = await rui.conversation();
  assert.deepEqual([status, assignedUserId], ['OPEN', null]);
  await page.context().close();
});
