// A company in the middle of its day, for the pictures: some are served, many wait, and two departments have nobody.
import { createServer } from 'node:http';

import { bringToLife, Customer, until } from './demo.mjs';
import { png } from './files.mjs';

const REPLIES = [
  ['Boas-vindas', 'oi', 'Atendimento', 'Olá, {name}! Aqui é {agent}. Em que posso ajudar?'],
  ['Prazo de entrega', 'prazo', 'Vendas', 'Para a sua região o prazo é de 3 dias úteis.'],
  ['Formas de pagamento', 'pagar', 'Vendas', 'Aceitamos Pix, boleto e cartão em até 10 vezes sem juros.'],
  ['Reiniciar o roteador', 'roteador', 'Suporte', 'Desligue o aparelho da tomada por 30 segundos e ligue de novo, por favor.'],
];

/** Who writes where nobody is, and after how many of the minutes that pass before the day. */
const EARLY = [
  [0, '+5548988880301', 'Lúcia Ferraz', '3', 'O boleto de novembro veio com o valor errado'],
  [0, '+5511988880302', 'Edson Barreto', '4', 'Gostaria de falar sobre uma parceria'],
  [7, '+5561988880303', 'Mirela Campos', '3', 'Vocês já receberam o comprovante?'],
  [7, '+5531988880304', 'Tadeu Moraes', '3', 'Preciso da nota fiscal do pedido 20544'],
];
const MINUTES = 26;

const LATE = [
  ['+5511988880201', 'Bruna Teixeira', '1', 'Queria fechar o pedido de hoje de manhã'],
  ['+5521988880202', 'Anselmo Farias', '2', 'O sistema mostra erro 503 desde as 9h'],
  ['+5571988880203', 'Clara Bastos', '2', 'A tela do caixa congelou'],
  ['+5585988880204', 'Wagner Lopes', '3', 'Preciso da segunda via do boleto'],
  ['+5511988880205', 'Iara Monteiro', '1', 'Tem o modelo de 16 polegadas?'],
  ['+5541988880206', 'Renan Azevedo', '2', 'A nota não imprime desde ontem'],
  // The two whose telephones lie on the table of the sandbox.
  ['+5511999990001', 'Clara Menezes', '1', 'Vocês entregam aos sábados?'],
  ['+5521999990002', 'Davi Rocha', '2', 'O aplicativo fecha sozinho'],
];

/** An integration that takes what it is told. Gives back its address. */
async function listener() {
  const server = createServer((request, response) => {
    request.resume();
    response.end('ok');
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/eventos`;
}

async function waits(admin, channelId, [phone, name, choice, text]) {
  const customer = new Customer(admin, channelId, phone, name);
  await customer.says('Boa tarde');
  await customer.hears('Escolha o departamento');
  await customer.says(choice);
  await customer.conversation(({ flowState }) => flowState === 'DEPARTMENT_SELECTED');
  await customer.says(text);
}

/** The minutes before: whoever came then is near their deadline, or beyond half of it. */
async function before(app) {
  let admin = await app.login('admin');
  const [{ id: channelId }] = await admin.get('/api/channels');
  const departments = await admin.get('/api/departments');
  for (const { id, name } of departments.filter((department) => ['Financeiro', 'Outros Assuntos'].includes(department.name))) {
    await admin.call('PATCH', `/api/departments/${id}`, { responseTimeoutMinutes: name === 'Financeiro' ? 30 : 29 });
  }
  let passed = 0;
  for (const minute of [...new Set(EARLY.map(([at]) => at)), MINUTES]) {
    if (minute > passed) await app.later(minute - passed);
    passed = minute;
    admin = await app.login('admin');
    for (const [, ...who] of EARLY.filter(([at]) => at === minute)) await waits(admin, channelId, who);
  }
  return admin;
}

/** Lives through it. Gives back what the addresses of the pages need. */
export async function day(app) {
  const admin = await before(app);
  for (const [title, shortcut, category, content] of REPLIES) await admin.post('/api/quick-replies', { title, shortcut, category, content, scope: 'COMPANY' });
  await admin.post('/api/webhook-endpoints', { url: await listener(), description: 'Pedidos do ERP' });
  const agents = {};
  for (const name of ['beatriz', 'carlos']) {
    agents[name] = await app.login(name);
    await agents[name].call('PATCH', '/api/users/me/status', { status: 'ONLINE' });
  }
  const [patricia, ...others] = await bringToLife(admin);
  const { id, contact } = await patricia.conversation();
  const say = (content) => agents.beatriz.post('/api/messages/send', { conversationId: id, content });
  await say('Bom dia, Patrícia! Para *Campinas* o prazo é de _3 dias úteis_.');
  await say('Quer que eu já deixe reservado?');
  await patricia.hears('já deixe reservado');
  await patricia.says('Quero sim, pode reservar 🙏');
  await patricia.says('É este modelo aqui', { type: 'image', mediaBase64: png(480, 300).toString('base64'), mimeType: 'image/png', fileName: 'notebook.png' });
  await agents.beatriz.post(`/api/conversations/${id}/notes`, { content: 'Cliente antiga, compra todo mês. Dar prioridade no frete.' });
  const thanks = await others.at(-2).conversation();
  await agents.carlos.post('/api/messages/send', { conversationId: thanks.id, content: 'Que bom! Qualquer coisa, é só chamar.' });
  await agents.carlos.post(`/api/conversations/${thanks.id}/resolve`);
  const tags = [];
  for (const [name, color] of [['VIP', '#7c3aed'], ['Entrega', '#0d9488']]) tags.push((await admin.post('/api/tags', { name, color })).id);
  await admin.call('PUT', `/api/conversations/${id}/tags`, { tagIds: tags });
  await admin.call('PATCH', `/api/contacts/${contact.id}`, { tags: tags.slice(0, 1) });
  await admin.post('/api/api-keys', { name: 'Loja virtual', scopes: ['conversations:read', 'messages:send'] });
  // Everybody is busy for a while, so that the board has queues to show.
  for (const agent of Object.values(agents)) await agent.call('PATCH', '/api/users/me/status', { status: 'BUSY' });
  for (const who of LATE) await waits(admin, patricia.channelId, who);
  await until(async () => (await admin.get(`/api/conversations/${id}`)).lastMessage?.type === 'IMAGE', 'the picture');
  const waha = await admin.post('/api/channels', { name: 'Balcão', provider: 'WAHA', externalKey: 'balcao', baseUrl: `${app.base}/sandbox/waha`, credentials: { apiKey: 'uma-chave', hmacKey: 'um-segredo' } });
  await admin.post(`/api/channels/${waha.id}/session/logout`);
  await admin.post(`/api/channels/${waha.id}/session/start`);
  return { conversation: id, contact: contact.id };
}
