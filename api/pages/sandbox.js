// The customer's phone: writes through the sandbox's control API and shows what reached the phone.

import { api, clock, composer, h, initial, list, recall, remember, say, show, signOut, signedIn, t } from './common.js';

const POLL_MS = 500;
const main = document.getElementById('main');
const people = recall('sandbox-people', [
  { phone: '+5511999990001', name: 'Ana' },
  { phone: '+5511999990002', name: 'Bruno' },
]);
const state = { channel: null, phone: people[0].phone, written: {}, received: [], after: 0, polls: 0, unread: {}, drawn: '' };

const digits = (text) => text.replace(/\D/g, '');
const person = () => people.find((one) => one.phone === state.phone) ?? people[0];

/** What one customer sees, oldest first. */
function transcript(phone) {
  const written = (state.written[phone] ?? []).map((one) => ({ ...one, mine: true }));
  const received = state.received.filter((one) => one.phone === phone);
  return [...written, ...received].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function keep() {
  for (const phone of Object.keys(state.written)) state.written[phone] = state.written[phone].slice(-200);
  remember(`sandbox-written-${state.channel.id}`, state.written);
}

async function write(text, phone = state.phone, again = null) {
  const message = again ?? { at: new Date().toISOString(), text, state: 'PENDING' };
  if (!again) (state.written[phone] ??= []).push(message);
  message.state = 'PENDING';
  draw(true);
  const name = people.find((one) => one.phone === phone)?.name;
  try {
    await api('POST', `/api/sandbox/${state.channel.id}/inbound`, { from: phone, name, type: 'text', text });
    message.state = 'SENT';
  } catch (error) {
    message.state = 'FAILED';
    say(error.message);
  }
  keep();
  draw();
}

async function poll() {
  const channel = state.channel;
  // Now and then from the start: the simulator forgets when its server starts anew.
  const whole = state.polls++ % 20 === 0;
  try {
    const news = list(await api('GET', `/api/sandbox/${channel.id}/outbox?after=${whole ? 0 : state.after}`));
    if (channel !== state.channel) return;
    for (const one of news) {
      if (one.seq > state.after && state.polls > 1) {
        if (!people.some((known) => known.phone === one.phone)) people.push({ phone: one.phone, name: one.phone });
        if (one.phone !== state.phone) state.unread[one.phone] = (state.unread[one.phone] ?? 0) + 1;
      }
    }
    state.received = whole ? news : [...state.received, ...news];
    state.after = state.received.at(-1)?.seq ?? 0;
    if (news.length) draw();
  } catch (error) {
    if (error.status !== 429) say(error.message);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

function bubble(one) {
  const failed = one.state === 'FAILED';
  const ticks = !one.mine ? '' : failed ? '!' : one.state === 'SENT' ? '✓✓' : '…';
  return h('li', { class: one.mine ? 'bubble mine' : 'bubble' },
    h('span', { class: 'text' }, one.text ?? t('attachment')),
    one.clientCopies > 1 && h('strong', { class: 'warning' }, `${one.clientCopies} ${t('copies')}`),
    h('span', { class: 'meta' }, one.fromHandset ? `${t('handset')} · ` : '', `${clock(one.at)} ${ticks}`),
    failed && h('button', { class: 'link', onclick: () => write(one.text, state.phone, find(one)) }, t('retry')));
}
const find = (one) => state.written[state.phone].find((kept) => kept.at === one.at && kept.text === one.text);

function choose(phone) {
  state.phone = phone;
  delete state.unread[phone];
  document.body.classList.add('open');
  draw(true);
}

function draw(toEnd = false) {
  const messages = transcript(state.phone);
  const picture = JSON.stringify([state.phone, people.length, state.unread, messages.map((one) => [one.at, one.state, one.text, one.clientCopies])]);
  if (picture === state.drawn) return;
  const switched = toEnd || !state.drawn.startsWith(`["${state.phone}"`);
  state.drawn = picture;
  const ui = draw.ui;
  ui.people.replaceChildren(...people.map((one) => {
    const last = transcript(one.phone).at(-1);
    return h('li', {}, h('button', { class: 'row', 'aria-current': one.phone === state.phone ? 'true' : null, onclick: () => choose(one.phone) },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, initial(one.name)),
      h('span', { class: 'grow' }, h('b', {}, one.name), h('span', { class: 'quiet clip' }, last?.text ?? one.phone)),
      state.unread[one.phone] && h('span', { class: 'badge' }, String(state.unread[one.phone]))));
  }));
  ui.name.textContent = person().name;
  ui.number.textContent = person().phone;
  const empty = [h('li', { class: 'quiet middle' }, t('emptyChat'))];
  show(ui.messages, messages.length ? messages.map(bubble) : empty, switched);
}

function addPerson(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const data = new FormData(form);
  const phone = `+${digits(String(data.get('phone')))}`;
  if (phone.length < 9) return;
  if (!people.some((one) => one.phone === phone)) people.push({ phone, name: String(data.get('name')).trim() || phone });
  remember('sandbox-people', people);
  form.reset();
  form.closest('details').open = false;
  choose(phone);
}

function build(channels) {
  const ui = { people: h('ul', { class: 'rows' }), name: h('b'), number: h('span', { class: 'quiet' }), messages: h('ol', { class: 'messages', 'aria-live': 'polite' }) };
  draw.ui = ui;
  const select = h('select', { onchange: (event) => pick(channels.find((one) => one.id === event.target.value)) },
    channels.map((one) => h('option', { value: one.id }, one.name)));
  const next = `+5511999990${String(people.length + 1).padStart(3, '0')}`;
  main.replaceChildren(h('div', { class: 'columns' },
    h('aside', {},
      h('header', { class: 'bar' }, h('h1', {}, t('phoneTitle')), h('button', { class: 'link', onclick: signOut }, t('signOut'))),
      h('label', { class: 'field' }, t('channel'), select),
      h('h2', {}, t('customers')), ui.people,
      h('details', { class: 'field' }, h('summary', {}, t('newCustomer')),
        h('form', { onsubmit: addPerson },
          h('label', {}, t('name'), h('input', { name: 'name', maxlength: 100 })),
          h('label', {}, t('phone'), h('input', { name: 'phone', type: 'tel', required: true, value: next })),
          h('button', {}, t('add'))))),
    h('section', { class: 'device' },
      h('header', { class: 'bar' },
        h('button', { class: 'link back', onclick: () => document.body.classList.remove('open') }, `‹ ${t('back')}`),
        h('span', { class: 'grow stack' }, ui.name, ui.number)),
      ui.messages, composer(t('writeAsCustomer'), (text) => write(text)))));
}

function pick(channel) {
  Object.assign(state, { channel, received: [], after: 0, polls: 0, unread: {}, drawn: '', written: recall(`sandbox-written-${channel.id}`, {}) });
  draw(true);
}

async function start() {
  await signedIn(main, 'phone', t('phoneTitle'), t('phoneIntro'));
  const channels = list(await api('GET', '/api/channels')).filter((one) => one.provider === 'SANDBOX');
  if (!channels.length) {
    main.replaceChildren(h('p', { class: 'login' }, t('noChannel')), h('button', { class: 'link', onclick: signOut }, t('signOut')));
    return;
  }
  build(channels);
  pick(channels[0]);
  for (;;) {
    await poll();
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? POLL_MS * 6 : POLL_MS));
  }
}

start().catch((error) => say(error.message));
