// Every sentence of the pages, in both languages.

const pt = {
  homeTitle: 'Atendimento por WhatsApp', homeIntro: 'Este servidor está no ar. Para conhecer, abra as duas primeiras páginas lado a lado: escreva como cliente e responda como atendente.',
  homeSandbox: 'Celular do cliente', homeSandboxText: 'Faz o papel dos clientes em um canal simulado. Entra como administrador.',
  homeAgent: 'Atendimento', homeAgentText: 'Conversas ao vivo: receber, responder, transferir, encerrar. Entra como atendente.',
  homeDocs: 'API', homeDocsText: 'Todas as operações, com exemplos, e a descrição em OpenAPI.',
  email: 'E-mail', password: 'Senha', signIn: 'Entrar', signOut: 'Sair', send: 'Enviar', add: 'Adicionar',
  loginFailed: 'E-mail ou senha não conferem.', offline: 'Sem contato com o servidor. Tentando de novo…', failed: 'Não deu certo',
  demoHint: 'Na demonstração, os acessos foram escritos no terminal em que ela foi criada. Com scripts/start, estão também em data/demo-logins.txt.',
  phoneTitle: 'Celular do cliente', phoneIntro: 'Aqui você faz o papel do cliente. Entre como administrador da empresa.', phoneWho: 'admin@demo.local',
  adminOnly: 'Só administradores podem fazer o papel de clientes. Saia e entre como administrador.',
  channel: 'Canal', noChannel: 'Esta empresa não tem um canal simulado (SANDBOX). A demonstração (wppconnector seed --demo) traz um.',
  customers: 'Clientes', newCustomer: 'Novo cliente', name: 'Nome', phone: 'Telefone', badPhone: 'O telefone precisa de 8 a 15 dígitos, com o código do país.',
  writeAsCustomer: 'Escreva como o cliente', emptyChat: 'Nenhuma mensagem ainda.', emptyChatHint: 'Escreva “Oi” e o menu responde. Depois escolha um departamento pelo número.',
  openAgent: 'Abrir o atendimento', openPhone: 'Abrir o celular do cliente', copies: 'cópias', back: 'Voltar', handset: 'pelo aparelho', retry: 'Não enviada. Tentar de novo',
  agentTitle: 'Atendimento', agentIntro: 'Conversas ao vivo. Entre como atendente ou supervisor.', agentWho: 'beatriz@demo.local',
  ONLINE: 'Disponível', BUSY: 'Ocupado', OFFLINE: 'Ausente', presence: 'Sua presença', conversations: 'Conversas',
  awayTitle: 'Você está ausente.', awayText: 'Conversas novas vão para outra pessoa ou esperam.', goOnline: 'Ficar disponível', busyText: 'Ocupado: nenhuma conversa nova chega até você.',
  noAll: 'Nenhuma conversa ativa.', noMine: 'Nenhuma conversa com você.', noClosed: 'Nenhuma conversa encerrada.', loading: 'Carregando…',
  noHint: 'Quando um cliente escrever e escolher um dos seus departamentos, a conversa aparece aqui na hora.',
  choose: 'Escolha uma conversa', chooseHint: 'Ou comece uma: no celular do cliente, escreva “Oi” e escolha um departamento.',
  take: 'Assumir', resolve: 'Encerrar', transfer: 'Transferir', transferTo: 'Transferir para', noDepartments: 'Não há outro departamento.',
  writeAnswer: 'Escreva a resposta', enterSends: 'Enter envia · Shift+Enter quebra a linha', older: 'Mensagens anteriores', all: 'Ativas', mine: 'Minhas', closed: 'Encerradas',
  resolvedNote: 'Atendimento encerrado. Se o cliente escrever de novo, começa outro.',
  gone: 'A conversa saiu da sua vista: foi para outra pessoa ou departamento.', live: 'Ao vivo', connecting: 'Reconectando…', stopped: 'Conexão encerrada. Recarregue a página.', nobody: 'sem atendente',
  inMenu: 'no menu', confirming: 'confirmando o departamento', inQueue: 'na fila', OPEN: 'aberta', ASSIGNED: 'em atendimento', RESOLVED: 'encerrada', ARCHIVED: 'arquivada',
  PENDING: 'enviando', SENT: 'enviada', DELIVERED: 'entregue', READ: 'lida', FAILED: 'não enviada', UNKNOWN: 'confirmando o envio', bot: 'robô', you: 'você', api: 'API', resend: 'Enviar de novo',
  attachment: 'Anexo', removed: 'Mensagem apagada', today: 'Hoje', yesterday: 'Ontem', unread: 'não lidas', protocol: 'Protocolo',
};
const en = {
  homeTitle: 'Customer service over WhatsApp', homeIntro: 'This server is up. To get to know it, open the first two pages side by side: write as a customer and answer as an agent.',
  homeSandbox: 'Customer’s phone', homeSandboxText: 'Plays the customers of a simulated channel. Sign in as an administrator.',
  homeAgent: 'Agent page', homeAgentText: 'Live conversations: take, answer, transfer, resolve. Sign in as an agent.',
  homeDocs: 'API', homeDocsText: 'Every operation, with examples, and its description in OpenAPI.',
  email: 'E-mail', password: 'Password', signIn: 'Sign in', signOut: 'Sign out', send: 'Send', add: 'Add',
  loginFailed: 'Wrong e-mail or password.', offline: 'The server cannot be reached. Trying again…', failed: 'That did not work',
  demoHint: 'The demonstration’s log-ins were printed in the terminal that made it. With scripts/start they are also in data/demo-logins.txt.',
  phoneTitle: 'Customer’s phone', phoneIntro: 'Here you play the customer. Sign in as an administrator of the company.', phoneWho: 'admin@demo.local',
  adminOnly: 'Only administrators may play customers. Sign out, and in again as an administrator.',
  channel: 'Channel', noChannel: 'This company has no simulated (SANDBOX) channel. The demonstration (wppconnector seed --demo) has one.',
  customers: 'Customers', newCustomer: 'New customer', name: 'Name', phone: 'Phone', badPhone: 'The phone needs 8 to 15 digits, with the country code.',
  writeAsCustomer: 'Write as the customer', emptyChat: 'No messages yet.', emptyChatHint: 'Write “Hi” and the menu answers. Then choose a department by its number.',
  openAgent: 'Open the agent page', openPhone: 'Open the customer’s phone', copies: 'copies', back: 'Back', handset: 'from the handset', retry: 'Not sent. Try again',
  agentTitle: 'Agent page', agentIntro: 'Live conversations. Sign in as an agent or a supervisor.', agentWho: 'beatriz@demo.local',
  ONLINE: 'Available', BUSY: 'Busy', OFFLINE: 'Away', presence: 'Your presence', conversations: 'Conversations',
  awayTitle: 'You are away.', awayText: 'New conversations go to somebody else or wait.', goOnline: 'Become available', busyText: 'Busy: no new conversation comes to you.',
  noAll: 'No active conversations.', noMine: 'No conversations with you.', noClosed: 'No closed conversations.', loading: 'Loading…',
  noHint: 'When a customer writes and chooses one of your departments, the conversation appears here at once.',
  choose: 'Choose a conversation', chooseHint: 'Or begin one: on the customer’s phone, write “Hi” and choose a department.',
  take: 'Take', resolve: 'Resolve', transfer: 'Transfer', transferTo: 'Transfer to', noDepartments: 'There is no other department.',
  writeAnswer: 'Write the answer', enterSends: 'Enter sends · Shift+Enter breaks the line', older: 'Earlier messages', all: 'Active', mine: 'Mine', closed: 'Closed',
  resolvedNote: 'This attendance is closed. When the customer writes again, a new one begins.',
  gone: 'The conversation left your sight: it went to somebody else or another department.', live: 'Live', connecting: 'Reconnecting…', stopped: 'The connection was ended. Reload the page.', nobody: 'nobody assigned',
  inMenu: 'in the menu', confirming: 'confirming the department', inQueue: 'queued', OPEN: 'open', ASSIGNED: 'assigned', RESOLVED: 'resolved', ARCHIVED: 'archived',
  PENDING: 'sending', SENT: 'sent', DELIVERED: 'delivered', READ: 'read', FAILED: 'not sent', UNKNOWN: 'confirming', bot: 'bot', you: 'you', api: 'API', resend: 'Send again',
  attachment: 'Attachment', removed: 'Message deleted', today: 'Today', yesterday: 'Yesterday', unread: 'unread', protocol: 'Protocol',
};

const portuguese = (navigator.language || '').toLowerCase().startsWith('pt');
const words = portuguese ? pt : en;
export const locale = portuguese ? 'pt-BR' : 'en';
document.documentElement.lang = locale;

export const t = (key) => words[key] ?? key;
