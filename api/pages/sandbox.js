// The customer's phone: writes through the sandbox's control API and shows what reached the phone.

import { api, list, recall, remember, signOut, signedIn } from './common.js';
import { blank, clock, composer, day, fill, fillScroller, h, initial, plain, rich, say, ticks } from './elements.js';
import { Phones } from './phones.js';
import { t } from './words.js';

const POLL_MS = 500;
const main = document.getElementById('main');
const state = { channel: null, phones: null, phone: null, after: 0, polls: 0 };
let ui = null;

const person = () => state.phones.people.find((one) => one.phone === state.phone) ?? state.phones.people[0];
const call = (method, path, body) => api(method, `/api/sandbox/${state.channel.id}/${path}`, body);
const oneAtATime = () => matchMedia('(max-width: 759px)').matches;
const looking = () => !document.hidden && (!oneAtATime() || document.body.classList.contains('open'));

async function write(text, again = null) {
  const { phones } = state;
  const now = Date.now();
  const message = again ?? { key: `${now}-${Math.random().toString(36).slice(2)}`, phone: state.phone, mine: true, text, order: now, at: new Date(now).toISOString() };
  if (!again) phones.messages.push(message);
  message.state = 'PENDING';
  draw(true);
  const name = phones.people.find((one) => one.phone === message.phone)?.name;
  try {
    const answer = await call('POST', 'inbound', { from: message.phone, name: name === message.phone ? undefined : name, type: 'text', text: message.text });
    message.ids = answer.messageIds;
    message.state = 'DELIVERED';
  } catch (error) {
    message.state = 'FAILED';
    say(error.message);
  }
  phones.keep();
  draw();
}

/** Tell the company that the customer has read what is on the screen. */
function read() {
  if (!looking()) return;
  const news = state.phones.messages.filter((one) => one.fresh && one.phone === state.phone);
  if (!news.length) return;
  for (const one of news) {
    one.fresh = false;
    // A simulator that was started anew does not know the message, which is no problem of the customer's.
    call('POST', 'status', { messageId: one.key, status: 'read' }).catch(() => {});
  }
  state.phones.keep();
}

/** The customer's own ticks: did the company mark the message as read? */
async function lookForSeen() {
  const waiting = state.phones.messages.filter((one) => one.mine && one.state === 'DELIVERED' && one.ids);
  if (!waiting.length) return false;
  const seen = new Set(list(await call('GET', 'seen')));
  const found = waiting.filter((one) => one.ids.some((id) => seen.has(id) || seen.has(id.split('_').at(-1))));
  for (const one of found) one.state = 'READ';
  if (found.length) state.phones.keep();
  return found.length > 0;
}

async function poll() {
  const { channel, phones } = state;
  // Now and then from the start: copies are counted later, and the simulator forgets when its server starts anew.
  const first = state.polls === 0;
  const whole = state.polls++ % 20 === 0;
  try {
    const news = list(await call('GET', `outbox?after=${whole ? 0 : state.after}`));
    if (channel !== state.channel) return;
    state.after = whole ? news.at(-1)?.seq ?? 0 : Math.max(state.after, news.at(-1)?.seq ?? 0);
    let changed = phones.receive(news, !first);
    if (news.some((one) => !phones.people.some((known) => known.phone === one.phone && known.name !== known.phone)) && changed) findPeople();
    if (state.polls % 4 === 0) changed = await lookForSeen() || changed;
    online(true);
    read();
    if (changed) draw();
  } catch (error) {
    if (channel !== state.channel) return;
    state.polls = 0;
    online(error.status !== 0 && error.status < 500);
    if (error.status === 403 || error.status === 404) say(error.message);
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

function online(yes) {
  ui.live.className = `state ${yes ? 'live' : 'connecting'}`;
  ui.live.textContent = t(yes ? 'live' : 'connecting');
}

/** Those whom the channel is talking with, so that the demonstration's customers can be played too. */
async function findPeople() {
  const { channel, phones } = state;
  const conversations = list(await api('GET', `/api/conversations?channelId=${channel.id}&limit=50`).catch(() => []));
  phones.found = conversations.filter((one) => one.customerPhoneKnown)
    .map((one) => ({ phone: one.customerPhone, name: one.customerName || one.customerPhone, conversation: one.id }));
  if (channel !== state.channel) return;
  draw();
  recallHistory(state.phone);
}

/** What was said before this page was there. */
async function recallHistory(phone) {
  const { phones } = state;
  const conversation = phones.found.find((one) => one.phone === phone)?.conversation;
  if (!conversation || phones.of(phone).some((one) => one.mine)) return;
  const { messages } = await api('GET', `/api/conversations/${conversation}/messages`).catch(() => ({ messages: [] }));
  const known = new Set(phones.of(phone).map((one) => one.key));
  for (const one of messages) {
    const mine = one.direction === 'INBOUND';
    if (known.has(one.whatsappMessageId) || (!mine && !one.whatsappMessageId)) continue;
    phones.messages.push({ key: one.whatsappMessageId ?? one.id, phone, mine, text: one.content, order: Date.parse(one.sentAt), at: one.sentAt, state: mine ? 'READ' : null });
  }
  phones.keep();
  draw(true);
}

function bubble(one) {
  const make = () => h('li', { class: one.mine ? 'bubble mine' : 'bubble' },
    one.handset && h('span', { class: 'from' }, t('handset')),
    h('span', { class: 'text' }, rich(one.text ?? t('attachment'))),
    h('span', { class: 'meta' }, clock(one.at), one.mine && ticks(one.state)),
    one.copies > 1 && h('strong', { class: 'warning' }, `${one.copies} ${t('copies')}`),
    one.state === 'FAILED' && h('button', { class: 'link', onclick: () => write(one.text, one) }, t('retry')));
  return { key: one.key, picture: `${one.state} ${one.copies}`, make };
}

function choose(phone) {
  state.phone = phone;
  remember('sandbox-phone', phone);
  document.body.classList.add('open');
  recallHistory(phone);
  read();
  draw(true);
  ui.composer.focusField();
}

function draw(toEnd = false) {
  const { phones } = state;
  fill(ui.people, phones.people.map((one) => {
    const last = phones.of(one.phone).at(-1);
    const unread = phones.unread(one.phone);
    const current = one.phone === state.phone;
    const preview = last ? plain(last.text ?? t('attachment')) : one.phone;
    const make = () => h('li', {}, h('button', { class: unread ? 'row fresh' : 'row', 'aria-current': current ? 'true' : null, onclick: () => choose(one.phone) },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, initial(one.name)),
      h('span', { class: 'grow' }, h('b', { class: 'clip' }, one.name), h('span', { class: 'quiet clip preview' }, preview)),
      unread > 0 && h('span', { class: 'badge', 'aria-label': `${unread} ${t('unread')}` }, String(unread))));
    return { key: one.phone, picture: JSON.stringify([one.name, preview, unread, current]), make };
  }));
  ui.name.textContent = person().name;
  ui.number.textContent = person().phone;
  const items = [];
  let before = null;
  for (const one of phones.of(state.phone)) {
    const now = day(one.at);
    if (now !== before) items.push({ key: `day-${now}`, picture: '', make: () => h('li', { class: 'day' }, now) });
    before = now;
    items.push(bubble(one));
  }
  if (!items.length) items.push({ key: 'none', picture: '', make: () => h('li', { class: 'blank' }, h('b', {}, t('emptyChat')), h('span', { class: 'quiet' }, t('emptyChatHint'))) });
  fillScroller(ui.messages, items, { toEnd });
}

function addPerson(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const data = new FormData(form);
  const phone = `+${String(data.get('phone')).replace(/\D/g, '')}`;
  if (phone.length < 9 || phone.length > 16) { say(t('badPhone')); return; }
  state.phones.add({ phone, name: String(data.get('name')).trim() || phone });
  form.reset();
  form.closest('details').open = false;
  choose(phone);
}

function build(channels) {
  const number = h('input', { name: 'phone', type: 'tel', required: true });
  const first = h('input', { name: 'name', maxlength: 100, autocomplete: 'off' });
  const opened = (event) => { if (event.currentTarget.open) { number.value = state.phones.nextNumber(); first.focus(); } };
  ui = {
    people: h('ul', { class: 'rows' }), name: h('h1', { class: 'clip' }), number: h('small', { class: 'quiet' }),
    live: h('small', { class: 'state connecting', role: 'status' }, t('connecting')),
    messages: h('ol', { class: 'messages', 'aria-live': 'polite', tabindex: 0 }),
    composer: composer(t('writeAsCustomer'), (text) => write(text)),
  };
  const select = h('select', { onchange: (event) => pick(channels.find((one) => one.id === event.target.value)) },
    channels.map((one) => h('option', { value: one.id }, one.name)));
  main.replaceChildren(h('div', { class: 'columns' },
    h('aside', {},
      h('header', { class: 'bar' }, h('span', { class: 'grow stack' }, h('b', { class: 'clip' }, t('phoneTitle')), ui.live), h('button', { class: 'link', onclick: signOut }, t('signOut'))),
      h('label', { class: 'field' }, t('channel'), select),
      h('h2', {}, t('customers')), ui.people,
      h('details', { class: 'field', ontoggle: opened }, h('summary', {}, t('newCustomer')),
        h('form', { onsubmit: addPerson }, h('label', {}, t('name'), first), h('label', {}, t('phone'), number), h('button', {}, t('add')))),
      h('p', { class: 'foot small' }, h('a', { href: '/agent', target: 'wpc-agent' }, t('openAgent')))),
    h('section', { class: 'device' },
      h('header', { class: 'bar' },
        h('button', { class: 'link back', onclick: () => document.body.classList.remove('open') }, `‹ ${t('back')}`),
        h('span', { class: 'grow stack' }, ui.name, ui.number)),
      ui.messages, ui.composer)));
}

function pick(channel) {
  const phones = new Phones(channel.id);
  const last = recall('sandbox-phone', null);
  Object.assign(state, { channel, phones, after: 0, polls: 0, phone: phones.people.some((one) => one.phone === last) ? last : phones.people[0].phone });
  draw(true);
  findPeople();
}

async function start() {
  const me = await signedIn(main, 'phone');
  const leave = h('button', { onclick: signOut }, t('signOut'));
  if (me.role !== 'ADMIN') {
    main.replaceChildren(blank(t('adminOnly'), null, leave));
    return;
  }
  const channels = list(await api('GET', '/api/channels')).filter((one) => one.provider === 'SANDBOX');
  if (!channels.length) {
    main.replaceChildren(blank(t('noChannel'), null, leave));
    return;
  }
  build(channels);
  pick(channels[0]);
  ui.composer.focusField();
  document.addEventListener('visibilitychange', () => { read(); draw(); });
  for (;;) {
    await poll();
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? POLL_MS * 6 : POLL_MS));
  }
}

start().catch((error) => say(error.message));
