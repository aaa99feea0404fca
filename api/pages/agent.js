// A plain agent page: presence, conversations, one chat, live.

import { api, list, signOut, signedIn } from './common.js';
import { atBubble, conversationRow } from './agent-parts.js';
import { blank, composer, day, fill, fillScroller, h, present, say } from './elements.js';
import { connect } from './socket.js';
import { t } from './words.js';

const main = document.getElementById('main');
const filters = {
  all: 'status=OPEN,ASSIGNED',
  mine: 'status=ASSIGNED&assignedUserId=me',
  closed: 'status=RESOLVED,ARCHIVED',
};
const state = { me: null, filter: 'all', loaded: false, conversations: new Map(), departments: [], open: null, messages: new Map(), older: null, drafts: new Map() };
let socket = null;
let ui = null;

const chosen = () => state.conversations.get(state.open);
const isClosed = (one) => one.status === 'RESOLVED' || one.status === 'ARCHIVED';

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
  if (open && !state.conversations.has(open.id)) {
    state.conversations.set(open.id, open);
    refresh(open.id);
  }
  state.loaded = true;
  drawList();
  drawHead();
});

const loadMessages = attempt(async (cursor = null) => {
  const id = state.open;
  const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
  const page = await api('GET', `/api/conversations/${id}/messages${query}`);
  if (id !== state.open) return;
  for (const message of page.messages) state.messages.set(message.id, newer(message));
  state.older = page.nextCursor;
  drawChat(cursor ? { inFront: true } : { toEnd: true });
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
  if (state.open === id) { document.body.classList.add('open'); return; }
  if (state.open) socket.send('leave-conversation', { conversationId: state.open });
  const draft = ui.composer.swap(state.drafts.get(id) ?? '');
  if (state.open) state.drafts.set(state.open, draft);
  state.open = id;
  state.messages.clear();
  state.older = null;
  document.body.classList.add('open');
  socket.send('join-conversation', { conversationId: id });
  drawList();
  drawChat({ toEnd: true });
  loadMessages();
  markRead(id);
  ui.composer.focusField();
}

const looking = (id) => id === state.open && !document.hidden;

const markRead = attempt(async (id) => {
  if (looking(id) && state.conversations.get(id)?.unreadCount) merge(await api('POST', `/api/conversations/${id}/read`, {}));
});

function merge(conversation) {
  const known = state.conversations.get(conversation.id);
  if (known && conversation.version !== undefined && known.version > conversation.version) return;
  const last = [known?.lastMessage, conversation.lastMessage].filter(Boolean).sort((a, b) => b.seq - a.seq)[0];
  state.conversations.set(conversation.id, { ...known, ...conversation, lastMessage: last && newer(last, known?.lastMessage) });
  drawList();
  if (conversation.id === state.open) drawHead();
}

// An answer may be older than the event that overtook it: a message never steps back.
const rank = ({ status }) => ['PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED'].indexOf(status);

function newer(message, known = state.messages.get(message.id)) {
  if (known?.id !== message.id || rank(known) <= rank(message)) return message;
  return { ...message, status: known.status, sendPhase: known.sendPhase, error: known.error };
}

function put(given) {
  const message = newer(given);
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

/** A message went a step further, or failed. */
function step(data, change) {
  const conversation = state.conversations.get(data.conversationId);
  if (conversation?.lastMessage?.id === data.messageId) {
    conversation.lastMessage = { ...conversation.lastMessage, ...change };
    drawList();
  }
  const message = state.messages.get(data.messageId);
  if (message) {
    state.messages.set(message.id, { ...message, ...change });
    drawChat();
  }
}

/** Whether one in this department, held by nobody here, is in our sight. */
const sees = (departmentId) => state.me.role !== 'AGENT' || !departmentId || state.me.departments.some((one) => one.id === departmentId);

const WITH_CONTENT = ['created', 'updated', 'assigned', 'resolved', 'archived', 'reopened'].map((what) => `conversation-${what}`);

/** Whether the event says that a conversation left our sight: what it always has is not in it, or it went elsewhere. */
const lost = (event, data) => (WITH_CONTENT.includes(event) && !data.conversation) || (event === 'conversation-transferred' && !sees(data.toDepartmentId));

function onEvent(event, data) {
  const id = data?.conversation?.id ?? data?.conversationId;
  const known = state.conversations.has(id);
  if (data?.conversation) merge(data.conversation);
  if (data?.message && event.startsWith('message-')) put(data.message);
  if (event === 'message-status') step(data, { status: data.status, sendPhase: data.sendPhase });
  if (event === 'message-failed') step(data, data.recovered ? { status: 'SENT', error: null } : { status: 'FAILED', error: data.error });
  if (event === 'agent-status-changed' && data.userId === state.me.id) setPresence(data.status);
  if (event === 'left-conversation' || (lost(event, data) && known)) forget(id);
  // A new one comes without its last message, and some events without the conversation: the server knows the rest.
  else if (event.startsWith('conversation-') && (known ? !data.conversation : data.conversation)) refresh(id);
  if (event === 'message-received') markRead(id);
}

function forget(id) {
  state.conversations.delete(id);
  if (state.open === id) say(t('gone'));
  if (state.open === id) { state.open = null; document.body.classList.remove('open'); drawChat(); }
  drawList();
}

function visible(one) {
  if (state.filter === 'closed') return isClosed(one);
  return !isClosed(one) && (state.filter === 'all' || one.assignedUserId === state.me.id);
}

function drawList() {
  const rows = [...state.conversations.values()].filter(visible).sort((a, b) => Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt));
  const items = rows.map((one) => conversationRow(one, { me: state.me.id, current: one.id === state.open, read: looking(one.id), open }));
  if (!rows.length) {
    const title = t({ all: 'noAll', mine: 'noMine', closed: 'noClosed' }[state.filter]);
    const hint = state.filter === 'closed' ? null : t('noHint');
    items.push({ key: 'none', picture: `${state.filter}${state.loaded}`, make: () => h('li', {}, state.loaded && blank(title, hint)) });
  }
  fill(ui.list, items);
  for (const [key, button] of ui.filters) button.setAttribute('aria-pressed', String(key === state.filter));
  const unread = [...state.conversations.values()].filter((one) => !isClosed(one) && one.unreadCount > 0 && !looking(one.id)
    && (!one.assignedUserId || one.assignedUserId === state.me.id)).length;
  document.title = `${unread ? `(${unread}) ` : ''}${t('agentTitle')} · WPPConnector`;
}

const act = attempt(async (action, body = {}) => {
  const id = state.open;
  for (const button of ui.head.querySelectorAll('button:not(.back)')) button.disabled = true;
  try {
    const after = await api('POST', `/api/conversations/${id}/${action}`, body);
    if (after.assignedUserId === state.me.id || sees(after.departmentId)) merge(after);
    else forget(id);
  } catch (error) {
    // Somebody was faster, or it is out of our sight now.
    refresh(id);
    throw error;
  } finally {
    for (const button of ui.head.querySelectorAll('button')) button.disabled = false;
  }
});

function transferMenu(one) {
  const others = state.departments.filter((department) => department.id !== one.departmentId && department.isActive !== false);
  const close = (event) => { if (event.key === 'Escape') { event.currentTarget.open = false; event.currentTarget.firstChild.focus(); } };
  return h('details', { class: 'menu', onkeydown: close }, h('summary', {}, t('transfer')),
    h('div', {}, h('small', { class: 'quiet' }, others.length ? t('transferTo') : t('noDepartments')),
      others.map((department) => h('button', { onclick: (event) => { event.currentTarget.closest('details').open = false; act('transfer', { departmentId: department.id }); } }, department.name))));
}

function drawHead() {
  const one = chosen();
  if (!one) return;
  const active = !isClosed(one);
  const mine = one.assignedUserId === state.me.id;
  const name = one.customerName || one.customerPhone;
  const under = [one.customerPhone !== name && one.customerPhone, one.department?.name, mine ? t('you') : one.assignedUser?.name ?? (active && t('nobody')), one.protocol].filter(Boolean).join(' · ');
  const picture = JSON.stringify([one.id, name, under, active, mine, state.departments.length]);
  ui.composer.hidden = !active;
  ui.notice.hidden = active;
  if (ui.head.picture === picture) return;
  ui.head.picture = picture;
  ui.head.replaceChildren(...present([
    h('button', { class: 'link back', onclick: () => document.body.classList.remove('open') }, `‹ ${t('back')}`),
    h('span', { class: 'grow stack' }, h('h1', { class: 'clip' }, name), h('small', { class: 'quiet clip', title: under }, under)),
    active && !mine && h('button', { class: 'primary', onclick: () => act('assign') }, t('take')),
    active && transferMenu(one),
    active && h('button', { onclick: () => act('resolve') }, t('resolve')),
  ]));
}

function drawChat(how = {}) {
  ui.chat.hidden = !state.open;
  ui.empty.hidden = Boolean(state.open);
  if (!state.open) return;
  drawHead();
  const messages = [...state.messages.values()].sort((a, b) => Date.parse(a.sentAt) - Date.parse(b.sentAt) || a.seq - b.seq);
  const items = [];
  if (state.older) items.push({ key: 'older', picture: state.older, make: () => h('li', { class: 'day' }, h('button', { class: 'link', onclick: () => loadMessages(state.older) }, t('older'))) });
  let before = null;
  for (const message of messages) {
    const now = day(message.sentAt);
    if (now !== before) items.push({ key: `day-${now}`, picture: '', make: () => h('li', { class: 'day' }, now) });
    before = now;
    items.push(atBubble(message, state.me.id, resend));
  }
  fillScroller(ui.messages, items, how);
}

// One key for each text, so that a repetition by the network makes no second message.
const onceKey = () => ({ 'Idempotency-Key': `page-${Date.now()}-${Math.random().toString(36).slice(2)}` });

const resend = attempt(async (message) => put(await api('POST', `/api/messages/${message.id}/resend`, {}, onceKey())));

async function answer(text, giveBack) {
  const conversationId = state.open;
  try {
    put(await api('POST', '/api/messages/send', { conversationId, content: text }, onceKey()));
    refresh(conversationId);
  } catch (error) {
    if (state.open === conversationId) giveBack();
    else state.drafts.set(conversationId, text);
    say(error.message);
  }
}

function setPresence(status) {
  state.me.onlineStatus = status;
  ui.presence.value = status;
  ui.away.hidden = status === 'ONLINE';
  ui.away.replaceChildren(...present([
    h('span', { class: 'grow' }, status === 'OFFLINE' ? [h('b', {}, t('awayTitle')), ' ', t('awayText')] : t('busyText')),
    h('button', { class: 'primary', onclick: () => changePresence('ONLINE') }, t('goOnline')),
  ]));
}

const changePresence = attempt(async (status) => {
  try {
    setPresence((await api('PATCH', '/api/users/me/status', { status })).onlineStatus);
  } catch (error) {
    setPresence(state.me.onlineStatus);
    throw error;
  }
});

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...ui.list.querySelectorAll('button')];
  rows[rows.indexOf(document.activeElement) + step]?.focus();
  event.preventDefault();
}

function build() {
  const other = h('a', { class: 'button', href: '/sandbox', target: 'wpc-sandbox' }, t('openPhone'));
  ui = {
    presence: h('select', { 'aria-label': t('presence'), onchange: (event) => changePresence(event.target.value) },
      ['ONLINE', 'BUSY', 'OFFLINE'].map((status) => h('option', { value: status }, t(status)))),
    live: h('small', { class: 'state connecting', role: 'status' }, t('connecting')),
    away: h('div', { class: 'banner', hidden: true }),
    list: h('ul', { class: 'rows', onkeydown: walk }),
    head: h('header', { class: 'bar' }),
    messages: h('ol', { class: 'messages', 'aria-live': 'polite', tabindex: 0 }),
    composer: composer(t('writeAnswer'), answer),
    notice: h('p', { class: 'notice', hidden: true }, t('resolvedNote')),
    empty: blank(t('choose'), t('chooseHint'), other),
    filters: Object.keys(filters).map((key) => [key, h('button', {
      onclick: () => { state.filter = key; state.loaded = false; drawList(); loadConversations(); },
    }, t(key))]),
  };
  ui.chat = h('div', { class: 'chat', hidden: true }, ui.head, ui.messages, ui.notice, ui.composer);
  main.replaceChildren(h('div', { class: 'columns' },
    h('aside', {},
      h('header', { class: 'bar' }, h('span', { class: 'grow stack' }, h('b', { class: 'clip' }, state.me.name), ui.live), ui.presence,
        h('button', { class: 'link', onclick: signOut }, t('signOut'))),
      ui.away,
      h('div', { class: 'tabs', role: 'group', 'aria-label': t('conversations') }, ui.filters.map(([, button]) => button)),
      ui.list),
    h('section', { class: 'device' }, ui.empty, ui.chat)));
  ui.presence.value = state.me.onlineStatus;
  document.addEventListener('visibilitychange', () => { if (state.open) markRead(state.open); drawList(); });
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  });
}

async function start() {
  state.me = await signedIn(main, 'agent');
  build();
  drawList();
  api('GET', '/api/departments').then((answer) => { state.departments = list(answer); drawHead(); }, () => {});
  socket = connect({
    onEvent,
    onState: (now) => {
      ui.live.className = `state ${now}`;
      ui.live.textContent = t(now);
      // Rooms belong to the connection, not to the page.
      if (now === 'live' && state.open) socket?.send('join-conversation', { conversationId: state.open });
    },
    onGap: () => {
      loadConversations();
      if (state.open) loadMessages();
      // Being connected may have made this person available before the first event was heard.
      api('GET', '/api/auth/me').then((me) => { Object.assign(state.me, me); setPresence(me.onlineStatus); }, () => {});
    },
  });
}

start().catch((error) => say(error.message));
