// An installation that has nothing yet, from the first visit to the first customer.
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { Installation } from './support.mjs';

const app = new Installation();
after(() => app.server && app.stop());

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

test('whoever comes first makes the company, and is led to the first customer', async () => {
  app.folder = mkdtempSync(path.join(tmpdir(), 'wppc-e2e-'));
  app.port = await freePort();
  app.base = `http://localhost:${app.port}`;
  app.env = { ...process.env, WPPC_PROFILE: 'embedded', WPPC_DATA_DIR: path.join(app.folder, 'data'), PORT: String(app.port) };
  await app.run();
  const page = await app.page();
  await page.goto(app.base);
  await page.getByLabel('Nome da empresa').fill('Padaria Central');
  await page.getByLabel('Seu nome').fill('Rosa Lima');
  await page.getByLabel('E-mail').fill('rosa@padaria.com.br');
  await page.getByLabel('Senha').fill('Pao-Quente-77');
  await page.getByRole('button', { name: 'Criar e entrar' }).click();
  await page.getByRole('heading', { name: 'Bem-vindo, Rosa' }).waitFor();
  await page.getByText('0 de 5 passos').waitFor();

  await page.getByRole('button', { name: 'Simular um cliente' }).click();
  await page.waitForURL('**/dashboard/c/*');
  await page.getByText('Cliente de teste').first().waitFor();
  await page.getByRole('link', { name: 'Primeiros passos' }).click();
  await page.getByText('1 de 5 passos').waitFor();
  await page.getByRole('link', { name: 'Definir horário' }).click();
  await page.getByLabel('Usar horário de atendimento').waitFor();
});
