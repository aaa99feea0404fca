// What both pages share: words, elements, the API, the sign-in form.

const pt = {
  email: 'E-mail', password: 'Senha', signIn: 'Entrar', signOut: 'Sair', send: 'Enviar', add: 'Adicionar', cancel: 'Cancelar',
  loginFailed: 'E-mail ou senha não conferem.', offline: 'Sem contato com o servidor. Tentando de novo…', failed: 'Não deu certo',
  phoneTitle: 'Celular do cliente', phoneIntro: 'Aqui você faz o papel do cliente. Entre com o administrador da demonstração.',
  channel: 'Canal', noChannel: 'Nenhum canal SANDBOX nesta empresa.', customers: 'Clientes', newCustomer: 'Novo cliente',
  name: 'Nome', phone: 'Telefone', writeAsCustomer: 'Escreva como o cliente', emptyChat: 'Mande a primeira mensagem, por exemplo “Oi”.',
  copies: 'cópias', back: 'Voltar', company: 'Empresa', handset: 'pelo aparelho', retry: 'Não enviada. Toque para tentar de novo.',
  agentTitle: 'Atendimento', agentIntro: 'Página simples de atendimento: conversas ao vivo, sem enfeites.',
  ONLINE: 'Disponível', BUSY: 'Ocupado', OFFLINE: 'Ausente', presence: 'Sua presença', conversations: 'Conversas',
  noConversations: 'Nenhuma conversa por enquanto.', choose: 'Escolha uma conversa.', take: 'Assumir', resolve: 'Encerrar',
  transfer: 'Transferir', transferTo: 'Transferir para…', writeAnswer: 'Escreva a resposta', older: 'Mensagens anteriores', all: 'Ativas', mine: 'Minhas', closed: 'Encerradas',
  live: 'Ao vivo', connecting: 'Conectando…', stopped: 'Conexão encerrada. Recarregue a página.', nobody: 'Sem atendente',
  OPEN: 'Aberta', ASSIGNED: 'Em atendimento', RESOLVED: 'Encerrada', ARCHIVED: 'Arquivada',
  PENDING: 'enviando', SENT: 'enviada', DELIVERED: 'entregue', READ: 'lida', FAILED: 'falhou', bot: 'robô', you: 'você',
  attachment: 'Anexo', removed: 'Mensagem apagada',
};
const en = {
  email: 'E-mail', password: 'Password', signIn: 'Sign in', signOut: 'Sign out', send: 'Send', add: 'Add', cancel: 'Cancel',
  loginFailed: 'Wrong e-mail or password.', offline: 'The server cannot be reached. Trying again…', failed: 'That did not work',
  phoneTitle: 'The customer’s phone', phoneIntro: 'Here you play the customer. Sign in as the demo administrator.',
  channel: 'Channel', noChannel: 'This company has no SANDBOX channel.', customers: 'Customers', newCustomer: 'New customer',
  name: 'Name', phone: 'Phone', writeAsCustomer: 'Write as the customer', emptyChat: 'Send the first message, for example “Hi”.',
  copies: 'copies', back: 'Back', company: 'Company', handset: 'from the handset', retry: 'Not sent. Tap to try again.',
  agentTitle: 'Customer service', agentIntro: 'A plain agent page: live conversations and nothing else.',
  ONLINE: 'Available', BUSY: 'Busy', OFFLINE: 'Away', presence: 'Your presence', conversations: 'Conversations',
  noConversations: 'No conversations yet.', choose: 'Choose a conversation.', take: 'Take', resolve: 'Resolve',
  transfer: 'Transfer', transferTo: 'Transfer to…', writeAnswer: 'Write the answer', older: 'Earlier messages', all: 'Active', mine: 'Mine', closed: 'Closed',
  live: 'Live', connecting: 'Connecting…', stopped: 'The connection was ended. Reload the page.', nobody: 'Nobody assigned',
  OPEN: 'Open', ASSIGNED: 'Assigned', RESOLVED: 'Resolved', ARCHIVED: 'Archived',
  PENDING: 'sending', SENT: 'sent', DELIVERED: 'delivered', READ: 'read', FAILED: 'failed', bot: 'bot', you: 'you',
  attachment: 'Attachment', removed: 'Message deleted',
};
const portuguese = (navigator.language || '').toLowerCase().startsWith('pt');
const words = portuguese ? pt : en;
export const locale = portuguese ? 'pt-BR' : 'en';
document.documentElement.lang = locale;

export const t = (key) => words[key] ?? key;

/** Make an element. Strings become text nodes, never markup. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.className = value;
    else if (value === true) element.setAttribute(key, '');
    else element.setAttribute(key, String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const clock = (time) =>
  new Date(time).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });

export const initial = (name) => (name || '?').replace(/^\+/, '').slice(0, 1).toUpperCase();

export const list = (answer) => (Array.isArray(answer) ? answer : answer?.items ?? []);

/** A store that survives a reload but never breaks the page when storage is refused. */
export function remember(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window */ }
}
export function recall(key, otherwise) {
  try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
}

// The token belongs to the tab, so that the two pages may be signed in as different people.
let tokenKey = 'token';
export const token = () => { try { return sessionStorage.getItem(tokenKey); } catch { return null; } };
function keepToken(value) {
  try { value ? sessionStorage.setItem(tokenKey, value) : sessionStorage.removeItem(tokenKey); } catch { /* ditto */ }
}
export function signOut() {
  keepToken(null);
  location.reload();
}

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || `${t('failed')} (${status})`);
    this.status = status;
    this.code = problem?.code;
  }
}

/** Call the API. Throws an ApiError with a sentence for people; status 0 when the server cannot be reached. */
export async function api(method, path, body, headers = {}) {
  const init = { method, headers: { 'Accept-Language': locale, ...headers } };
  if (token()) init.headers.Authorization = `Bearer ${token()}`;
  if (body !== undefined) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  let response;
  try { response = await fetch(path, init); } catch { throw new ApiError(0, { detail: t('offline') }); }
  const text = await response.text();
  let answer = null;
  try { answer = text ? JSON.parse(text) : null; } catch { /* an answer without JSON */ }
  if (response.status === 401 && token() && path !== '/api/auth/login') signOut();
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

/** Show a sentence for a few seconds. */
export function say(text) {
  const note = document.getElementById('note');
  note.textContent = text;
  note.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { note.hidden = true; }, 6000);
}

/** Ask for e-mail and password unless this tab is signed in; resolves with the user. */
export async function signedIn(main, key, title, intro) {
  tokenKey = `wpc-${key}`;
  document.title = `${title} · WPPConnector`;
  if (token()) {
    try { return await api('GET', '/api/auth/me'); } catch (error) { say(error.message); }
  }
  return new Promise((resolve) => {
    const email = h('input', { type: 'email', name: 'email', autocomplete: 'username', required: true });
    const password = h('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true });
    const problem = h('p', { class: 'problem', role: 'alert' });
    const button = h('button', { class: 'primary' }, t('signIn'));
    const submit = async (event) => {
      event.preventDefault();
      button.disabled = true;
      problem.textContent = '';
      try {
        const answer = await api('POST', '/api/auth/login', { email: email.value.trim(), password: password.value });
        keepToken(answer.token);
        resolve(answer.user);
      } catch (error) {
        problem.textContent = error.status === 401 ? t('loginFailed') : error.message;
      }
      button.disabled = false;
    };
    main.replaceChildren(h('form', { class: 'login', onsubmit: submit },
      h('h1', {}, title), h('p', { class: 'quiet' }, intro),
      h('label', {}, t('email'), email), h('label', {}, t('password'), password), problem, button));
    email.focus();
  });
}

/** A text field that grows with its text; Enter sends, Shift+Enter breaks the line. */
export function composer(label, onSend) {
  const field = h('textarea', { rows: 1, 'aria-label': label, placeholder: label, maxlength: 4096 });
  const grow = () => { field.style.height = 'auto'; field.style.height = `${Math.min(field.scrollHeight, 140)}px`; };
  const submit = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = '';
    grow();
    onSend(text, () => { if (!field.value) { field.value = text; grow(); } });
    field.focus();
  };
  field.addEventListener('input', grow);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  return h('form', { class: 'composer', onsubmit: submit }, field, h('button', { class: 'primary' }, t('send')));
}

/** Replace what a scroller shows; it stays at the end when it was there, else where it was. */
export function show(scroller, children, toEnd = false) {
  const atEnd = toEnd || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  const top = scroller.scrollTop;
  scroller.replaceChildren(...children);
  scroller.scrollTop = atEnd ? scroller.scrollHeight : top;
}
