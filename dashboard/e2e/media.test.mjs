// Everything but text, from the customer to the page and from the page to the customer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Customer, until } from './demo.mjs';
import { MP4, PDF, png, VOICE, wav, WEBP } from './files.mjs';
import { Installation } from './support.mjs';

/** @type {Installation} */
let app;
let admin;
let channelId;
let page;
let customer;

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
  [{ id: channelId }] = await admin.get('/api/channels');
  page = await app.open('beatriz');
  customer = new Customer(admin, channelId, '+5511933330001', 'Janaína Cruz');
  await customer.says('Oi');
  await customer.hears('Escolha o departamento');
  await customer.says('1');
  await customer.hears('atendido por *Beatriz*');
  await page.getByRole('region', { name: 'Conversas' }).getByRole('link', { name: /Janaína Cruz/ }).click();
  await page.getByLabel('Mensagem', { exact: true }).waitFor();
});
after(() => app?.stop());

const bubble = (text) => page.getByRole('article').filter({ hasText: text }).last();
const sends = (type, bytes, more) => customer.says(undefined, { type, mediaBase64: bytes.toString('base64'), ...more });
const attach = (name, mimeType, buffer) => page.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer });

/** What the newest file on the customer's telephone is. */
const received = (fits) => until(async () => (await customer.received()).map(({ media, text }) => media && { ...media, text }).find((media) => media && fits(media)), 'the file on the telephone');

/** Clicks what stores a file, and gives the file's name. */
async function stored(link) {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return download.suggestedFilename();
}

test('a picture of the customer is shown, opens large, Escape closes it, and it can be stored', async () => {
  await sends('image', png(), { text: 'É este aqui', mimeType: 'image/png', fileName: 'bolo.png' });
  const picture = bubble('É este aqui').getByRole('img', { includeHidden: true }).or(bubble('É este aqui').locator('img')).first();
  await picture.waitFor();
  assert.ok(await until(() => picture.evaluate((image) => image.complete && image.naturalWidth === 320), 'the picture drawn'));
  await bubble('É este aqui').getByRole('button', { name: /Abrir imagem/ }).click();
  await page.getByRole('dialog').getByRole('img', { name: 'bolo.png' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await stored(bubble('É este aqui').getByRole('link', { name: 'Baixar' })), 'bolo.png');
});

test('a document of the customer is a card that downloads the very bytes', async () => {
  await sends('document', PDF, { fileName: 'orçamento 4481.pdf', mimeType: 'application/pdf' });
  const card = bubble('orçamento 4481.pdf').getByRole('link');
  await card.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), card.click()]);
  assert.equal(download.suggestedFilename(), 'orçamento 4481.pdf');
  const chunks = [];
  for await (const piece of await download.createReadStream()) chunks.push(piece);
  assert.deepEqual(Buffer.concat(chunks), PDF);
});

test('a sound of the customer plays, faster when one likes', async () => {
  await sends('audio', wav(), { mimeType: 'audio/wav', fileName: 'recado.wav' });
  const player = page.getByRole('article').filter({ has: page.locator('audio') }).last();
  await player.getByRole('button', { name: 'Tocar' }).click();
  await player.getByRole('button', { name: 'Velocidade' }).click();
  assert.ok(await until(() => player.locator('audio').evaluate((audio) => audio.currentTime > 0 && audio.playbackRate === 1.5), 'it to play'));
  assert.equal(await stored(player.getByRole('link', { name: /^Baixar/ })), 'recado.wav');
});

test('a recording, a video and a sticker are each shown as what they are', async () => {
  await sends('voice', VOICE);
  await until(async () => (await page.getByRole('log').locator('audio').count()) >= 2, 'the recording');
  await sends('video', MP4, { text: 'Olha como ficou', mimeType: 'video/mp4' });
  await bubble('Olha como ficou').locator('video').waitFor();
  await sends('sticker', WEBP);
  await until(async () => (await page.getByRole('log').locator('img').count()) >= 2, 'the sticker');
});

test('a place and a card of a contact come from META as words one can read', async () => {
  const key = '109876543210987';
  const meta = await admin.post('/api/channels', {
    name: 'Loja', provider: 'META', externalKey: key, phone: '+5511999990001', wabaId: '445566', baseUrl: `${app.base}/sandbox/meta`,
    credentials: { appSecret: 'um segredo qualquer', accessToken: 'uma chave qualquer', verifyToken: 'uma palavra qualquer' },
  });
  await admin.post(`/api/channels/${meta.id}/verify`);
  await until(async () => (await admin.get(`/api/channels/${meta.id}`)).status === 'ACTIVE', 'the channel');
  const from = '5511933330009';
  const hears = (n, type, more) => {
    const message = { from, id: `wamid.E2E${n}`, timestamp: String(Math.floor(Date.now() / 1000)), type, ...more };
    const value = { messaging_product: 'whatsapp', metadata: { display_phone_number: '5511999990001', phone_number_id: key }, contacts: [{ profile: { name: 'Lúcio Viana' }, wa_id: from }], messages: [message] };
    return admin.post(`/api/sandbox/${meta.id}/raw`, { body: JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '445566', changes: [{ field: 'messages', value }] }] }) });
  };
  await hears(1, 'text', { text: { body: 'vendas' } });
  const lucio = new Customer(admin, meta.id, `+${from}`, 'Lúcio Viana');
  await lucio.hears('Escolha o departamento');
  await hears(2, 'text', { text: { body: '1' } });
  await lucio.hears('atendido por *Beatriz*');
  await hears(3, 'location', { location: { latitude: -23.5614, longitude: -46.6559, name: 'Padaria Aurora', address: 'Av. Paulista, 900' } });
  await hears(4, 'contacts', { contacts: [{ name: { formatted_name: 'Tia Rosa', first_name: 'Rosa' }, phones: [{ phone: '+55 11 98888-0000', wa_id: '5511988880000', type: 'CELL' }] }] });
  const other = await app.open('beatriz');
  await other.getByRole('region', { name: 'Conversas' }).getByRole('link', { name: /Lúcio Viana/ }).click();
  await other.getByRole('log').getByText(/Padaria Aurora/).waitFor();
  await other.getByRole('log').getByText(/Tia Rosa/).waitFor();
  await other.context().close();
});

for (const [what, name, mimeType, bytes, type] of [
  ['picture', 'foto da loja.png', 'image/png', png(200, 120), 'image/png'],
  ['video', 'tour.mp4', 'video/mp4', MP4, 'video/mp4'],
  ['document', 'contrato.pdf', 'application/pdf', PDF, 'application/pdf'],
]) {
  test(`the agent sends a ${what} with a caption, and it is on the customer's telephone once`, async () => {
    const caption = `segue: ${what}`;
    await attach(name, mimeType, bytes);
    await page.getByText(name).last().waitFor();
    await page.getByLabel('Mensagem', { exact: true }).fill(caption);
    await page.getByLabel('Mensagem', { exact: true }).press('Enter');
    await bubble(caption).getByLabel(/Enviada|Entregue|Lida/).waitFor();
    assert.equal(await page.getByRole('article').filter({ hasText: caption }).count(), 1);
    const file = await received(({ text }) => text?.includes(caption));
    assert.ok(file.mimeType.startsWith(type), JSON.stringify(file));
    assert.equal(file.size, bytes.length);
    assert.equal((await customer.received()).filter(({ text }) => text?.includes(caption)).length, 1);
  });
}

test('a sound of the agent goes after what is said to it, as a sound has no caption', async () => {
  await attach('aviso.wav', 'audio/wav', wav(1));
  await page.getByLabel('Mensagem', { exact: true }).fill('Ouça isto, por favor');
  await page.getByLabel('Mensagem', { exact: true }).press('Enter');
  await bubble('Ouça isto, por favor').getByLabel(/Enviada|Entregue|Lida/).waitFor();
  await received(({ mimeType, size }) => mimeType.startsWith('audio/') && size === wav(1).length);
  const [words, sound] = (await customer.received()).slice(-2);
  assert.match(words.text, /Ouça isto/);
  assert.match(sound.media.mimeType, /^audio\//);
});

test('several files go one after another, and one can be taken back before', async () => {
  await page.locator('input[type=file]').first().setInputFiles([
    { name: 'um.pdf', mimeType: 'application/pdf', buffer: PDF },
    { name: 'engano.pdf', mimeType: 'application/pdf', buffer: PDF },
    { name: 'dois.pdf', mimeType: 'application/pdf', buffer: PDF },
  ]);
  await page.getByRole('button', { name: 'Remover arquivo' }).nth(1).click();
  await page.getByLabel('Mensagem', { exact: true }).press('Enter');
  for (const name of ['um.pdf', 'dois.pdf']) await bubble(name).getByLabel(/Enviada|Entregue|Lida/).waitFor();
  assert.equal(await page.getByRole('log').getByText('engano.pdf').count(), 0);
  const names = await until(async () => {
    const files = (await customer.received()).map(({ media }) => media?.fileName).filter((name) => /^(um|dois|engano)\.pdf$/.test(name ?? ''));
    return files.length >= 2 && files;
  }, 'both on the telephone');
  assert.deepEqual(names, ['um.pdf', 'dois.pdf']);
});

test('a file that is not what its name says is refused in words, and can be removed', async () => {
  const articles = page.getByRole('log').getByRole('article');
  await attach('foto.png', 'image/png', Buffer.from('<html>no picture</html>'));
  await page.getByLabel('Mensagem', { exact: true }).press('Enter');
  const refused = articles.filter({ hasText: 'Arquivos deste tipo não são aceitos.' });
  await refused.getByRole('button', { name: 'Remover' }).click();
  await refused.waitFor({ state: 'detached' });
  assert.equal((await customer.received()).filter(({ media }) => media?.fileName === 'foto.png').length, 0);
});
