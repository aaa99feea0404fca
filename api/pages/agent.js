// A plain agent page: presence, conversations, one chat, live.

import { api, clock, composer, h, initial, list, say, show, signOut, signedIn, t } from './common.js';
import { connect } from './socket.js';

const main = document.getElementById('main');
const filters = {
  all: 'status=OPEN,ASSIGNED',
  mine: 'status=ASSIGNED&assignedUserId=me',
  closed: 'status=RESOLVED,ARCHIVED',
};
const state = { me: null, filter: 'all', conversations: new Map(), departments: [], open: null, messages: new Map(), older: null };
let socket = null;
let ui = null;

const chosen = () => state.conversations.get(state.open);

function attempt(work) {
  return async (...args) => {
    try { return await work(...args); } catch (error) { say(error.message); }
  };
}

const loadConversations = attempt(async () => {
  const filter = state.filter;
  const conversations = list(await api('GET', `/api/conversations?${filters[filter]}&limit=100`));
  if (filter !== state.filter) return;
  const open = chosen();
  state.conversations = new Map(conversations.map((one) => [one.id, one]));
  if (open && !state.conversations.has(open.id)) state.conversations.set(open.id, open);
  drawList();
});

const loadMessages = attempt(async (cursor = null) => {
  const id = state.open;
  const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
  const page = await api('GET', `/api/conversations/${id}/messages${query}`);
  if (id !== state.open) return;
  if (!cursor) state.messages.clear();
  for (const message of page.messages) state.messages.set(message.id, message);
  state.older = page.nextCursor;
  drawChat(!cursor);
});

const refresh = attempt(async (id) => {
  try {
    const { messages: _, messagesNextCursor: __, ...conversation } = await api('GET', `/api/conversations/${id}`);
    merge(conversation);
  } catch (error) {
    if (error.status !== 404) throw error;
    forget(id);
  }
});

function open(id) {
  if (state.open) socket.send('leave-conversation', { conversationId: state.open });
  state.open = id;
  state.messages.clear();
  state.older = null;
  document.body.classList.add('open');
  socket.send('join-conversation', { conversationId: id });
  drawList();
  drawChat(true);
  loadMessages();
  markRead(id);
}

const markRead = attempt(async (id) => {
  if (state.conversations.get(id)?.unreadCount) merge(await api('POST', `/api/conversations/${id}/read`, {}));
});

function merge(conversation) {
  const known = state.conversations.get(conversation.id);
  if (known && conversation.version !== undefined && known.version > conversation.version) return;
  state.conversations.set(conversation.id, { ...known, ...conversation });
  drawList();
  if (conversation.id === state.open) drawHead();
}

// An answer may be older than the event that overtook it: a message never steps back.
const rank = ({ status }) => ['PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED'].indexOf(status);

function put(message) {
  const known = state.messages.get(message.id);
  if (known && rank(known) > rank(message)) message = { ...message, status: known.status, sendPhase: known.sendPhase, error: known.error };
  const conversation = state.conversations.get(message.conversationId);
  if (conversation && (conversation.lastMessage?.seq ?? -1) <= message.seq) {
    conversation.lastMessage = message;
    conversation.lastMessageAt = message.sentAt;
    drawList();
  }
  if (message.conversationId === state.open) {
    state.messages.set(message.id, message);
    drawChat();
  }
}

function onEvent(event, data) {
  if (data?.conversation) merge(data.conversation);
  if (data?.message && event.startsWith('message-')) put(data.message);
  if (event === 'message-status' || event === 'message-failed') {
    const message = state.messages.get(data.messageId);
    if (message && event === 'message-failed' && !data.recovered) Object.assign(message, { status: 'FAILED', error: data.error });
    else if (message) Object.assign(message, { status: data.status ?? 'SENT', sendPhase: data.sendPhase });
    if (message) drawChat();
  }
  if (event === 'agent-status-changed' && data.userId === state.me.id) ui.presence.value = data.status;
  const id = data?.conversation?.id ?? data?.conversationId;
  // Without content the conversation may have left our sight: the server knows.
  if (event.startsWith('conversation-') && !data.conversation && state.conversations.has(id)) refresh(id);
  if (event === 'message-received' && id === state.open && !document.hidden) markRead(id);
}

function forget(id) {
  state.conversations.delete(id);
  if (state.open === id) { state.open = null; document.body.classList.remove('open'); drawChat(); }
  drawList();
}

function visible(one) {
  const closed = one.status === 'RESOLVED' || one.status === 'ARCHIVED';
  if (state.filter === 'closed') return closed;
  return !closed && (state.filter === 'all' || one.assignedUserId === state.me.id);
}

function drawList() {
  const rows = [...state.conversations.values()].filter(visible).sort((a, b) => Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt));
  const row = (one) => {
    const name = one.customerName || one.customerPhone;
    return h('li', {}, h('button', { class: 'row', 'aria-current': one.id === state.open ? 'true' : null, onclick: () => open(one.id) },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, initial(name)),
      h('span', { class: 'grow' },
        h('span', { class: 'line' }, h('b', { class: 'clip grow' }, name), h('small', { class: 'quiet' }, clock(one.lastMessageAt))),
        h('span', { class: 'quiet clip' }, one.lastMessage?.content ?? (one.lastMessage ? t('attachment') : t(one.status))),
        h('small', { class: 'quiet clip' }, [one.department?.name, one.assignedUser?.name ?? t('nobody')].filter(Boolean).join(' · '))),
      one.unreadCount > 0 && h('span', { class: 'badge' }, String(one.unreadCount))));
  };
  ui.list.replaceChildren(...(rows.length ? rows.map(row) : [h('li', { class: 'quiet middle' }, t('noConversations'))]));
  for (const [key, button] of ui.filters) button.setAttribute('aria-pressed', String(key === state.filter));
}

const act = attempt(async (action, body = {}) => {
  const id = state.open;
  const answer = await api('POST', `/api/conversations/${id}/${action}`, body);
  if (answer?.id) merge(answer);
});

function drawHead() {
  const one = chosen();
  if (!one) return;
  const active = one.status === 'OPEN' || one.status === 'ASSIGNED';
  const others = state.departments.filter((department) => department.id !== one.departmentId);
  const transfer = h('select', { 'aria-label': t('transfer'), onchange: (event) => { const departmentId = event.target.value; event.target.value = ''; act('transfer', { departmentId }); } },
    h('option', { value: '' }, t('transferTo')), others.map((department) => h('option', { value: department.id }, department.name)));
  ui.head.replaceChildren(...[
    h('button', { class: 'link back', onclick: () => document.body.classList.remove('open') }, `‹ ${t('back')}`),
    h('span', { class: 'grow stack' }, h('b', { class: 'clip' }, one.customerName || one.customerPhone),
      h('small', { class: 'quiet clip' }, [one.customerPhone, t(one.status), one.department?.name, one.assignedUser?.name].filter(Boolean).join(' · '))),
    active && one.assignedUserId !== state.me.id && h('button', { class: 'primary', onclick: () => act('assign') }, t('take')),
    active && transfer,
    active && h('button', { onclick: () => act('resolve') }, t('resolve')),
  ].filter(Boolean));
  ui.composer.hidden = !active;
}

function bubble(one) {
  const ours = one.direction === 'OUTBOUND';
  const who = !ours ? null : one.isBot ? t('bot') : one.senderId === state.me.id ? t('you') : one.sender?.name ?? one.origin.toLowerCase();
  const meta = [who, clock(one.sentAt), ours ? t(one.status) : null].filter(Boolean).join(' · ');
  return h('li', { class: `bubble${ours ? ' mine' : ''}${one.isBot ? ' bot' : ''}` },
    one.replyTo && h('span', { class: 'quote clip' }, one.replyTo.content ?? t('attachment')),
    h('span', { class: one.revokedAt ? 'text quiet' : 'text' }, one.revokedAt ? t('removed') : one.content ?? t('attachment')),
    h('span', { class: 'meta' }, meta),
    one.status === 'FAILED' && h('strong', { class: 'warning' }, one.error?.message ?? t('failed')));
}

function drawChat(toEnd = false) {
  ui.chat.hidden = !state.open;
  ui.empty.hidden = Boolean(state.open);
  if (!state.open) return;
  drawHead();
  const messages = [...state.messages.values()].sort((a, b) => Date.parse(a.sentAt) - Date.parse(b.sentAt) || a.seq - b.seq);
  const older = state.older && h('li', { class: 'middle' }, h('button', { class: 'link', onclick: () => loadMessages(state.older) }, t('older')));
  show(ui.messages, [older, ...messages.map(bubble)].filter(Boolean), toEnd);
}

async function answer(text, giveBack) {
  const conversationId = state.open;
  // One key for the text, so that a repetition by the network makes no second message.
  const key = { 'Idempotency-Key': `page-${Date.now()}-${Math.random().toString(36).slice(2)}` };
  try {
    put(await api('POST', '/api/messages/send', { conversationId, content: text }, key));
    refresh(conversationId);
  } catch (error) {
    if (state.open === conversationId) giveBack();
    say(error.message);
  }
}

function build() {
  const setPresence = attempt(async (event) => {
    const user = await api('PATCH', '/api/users/me/status', { status: event.target.value });
    event.target.value = user.onlineStatus;
  });
  ui = {
    presence: h('select', { 'aria-label': t('presence'), onchange: setPresence },
      ['ONLINE', 'BUSY', 'OFFLINE'].map((status) => h('option', { value: status }, t(status)))),
    live: h('small', { class: 'quiet', role: 'status' }),
    list: h('ul', { class: 'rows' }),
    head: h('header', { class: 'bar wrap' }),
    messages: h('ol', { class: 'messages', 'aria-live': 'polite' }),
    composer: composer(t('writeAnswer'), answer),
    empty: h('p', { class: 'quiet middle grow' }, t('choose')),
    filters: Object.keys(filters).map((key) => [key, h('button', {
      onclick: () => { state.filter = key; drawList(); loadConversations(); },
    }, t(key))]),
  };
  ui.chat = h('div', { class: 'chat', hidden: true }, ui.head, ui.messages, ui.composer);
  ui.presence.value = state.me.onlineStatus;
  main.replaceChildren(h('div', { class: 'columns' },
    h('aside', {},
      h('header', { class: 'bar' }, h('span', { class: 'grow stack' }, h('b', { class: 'clip' }, state.me.name), ui.live), ui.presence,
        h('button', { class: 'link', onclick: signOut }, t('signOut'))),
      h('div', { class: 'tabs', role: 'group', 'aria-label': t('conversations') }, ui.filters.map(([, button]) => button)),
      ui.list),
    h('section', { class: 'device' }, ui.empty, ui.chat)));
}

async function start() {
  state.me = await signedIn(main, 'agent', t('agentTitle'), t('agentIntro'));
  build();
  drawList();
  state.departments = list(await api('GET', '/api/departments').catch(() => []));
  socket = connect({
    onEvent,
    onState: (now) => {
      ui.live.textContent = t(now);
      // Rooms belong to the connection, not to the page.
      if (now === 'live' && state.open) socket?.send('join-conversation', { conversationId: state.open });
    },
    onGap: () => { loadConversations(); if (state.open) loadMessages(); },
  });
  loadConversations();
}

start().catch((error) => say(error.message));
