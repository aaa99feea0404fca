// Elements, texts and times, without any knowledge of what they are for.

import { locale, t } from './words.js';

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
  element.append(...present(children));
  return element;
}

export const present = (children) => children.flat().filter((child) => child !== null && child !== undefined && child !== false);

/**
 * Make `container` show `items` of `{key, picture, make}`. An element whose picture is the same stays the same element, so that
 * focus, selection and what a screen reader has read survive a change elsewhere in the list.
 */
export function fill(container, items) {
  const focused = container.contains(document.activeElement) ? document.activeElement.closest('[data-key]')?.dataset.key : null;
  const known = container.shown ?? new Map();
  const shown = new Map();
  items.forEach(({ key, picture, make }, index) => {
    const before = known.get(key);
    const same = before?.picture === picture;
    const element = same ? before.element : make();
    element.dataset.key = key;
    shown.set(key, { picture, element });
    if (before && !same) before.element.replaceWith(element);
    if (container.children[index] !== element) container.insertBefore(element, container.children[index] ?? null);
  });
  while (container.children.length > items.length) container.lastElementChild.remove();
  container.shown = shown;
  if (focused && !container.contains(document.activeElement)) (shown.get(focused)?.element.querySelector('button') ?? null)?.focus();
}

/** Fill a scroller. It stays at the end when it was there; what is put in front moves nothing. */
export function fillScroller(scroller, items, { toEnd = false, inFront = false } = {}) {
  const below = scroller.scrollHeight - scroller.scrollTop;
  const atEnd = toEnd || below - scroller.clientHeight < 80;
  fill(scroller, items);
  if (inFront) scroller.scrollTop = scroller.scrollHeight - below;
  else if (atEnd) scroller.scrollTop = scroller.scrollHeight;
}

const MARKS = /(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])|(https?:\/\/[^\s<>"]+)/gu;
const TAGS = { '*': 'strong', '_': 'em', '~': 's' };

/** A text with WhatsApp's marks: *bold*, _italic_, ~struck~, and links. */
export function rich(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(MARKS)) {
    nodes.push(text.slice(end, found.index));
    const [whole, mark, inner, link] = found;
    nodes.push(link ? h('a', { href: link, target: '_blank', rel: 'noreferrer noopener' }, link) : h(TAGS[mark], {}, rich(inner)));
    end = found.index + whole.length;
  }
  return [...nodes, text.slice(end)];
}

/** The same text in one line, for lists. */
export const plain = (text) => text.replace(MARKS, (whole, mark, inner) => inner ?? whole).replace(/\s+/g, ' ');

export const clock = (time) => new Date(time).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });

const dayNumber = (date) => Math.round(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / 86_400_000);

/** "Today", "Yesterday", or the date. */
export function day(time) {
  const date = new Date(time);
  const ago = dayNumber(new Date()) - dayNumber(date);
  if (ago === 0) return t('today');
  if (ago === 1) return t('yesterday');
  return date.toLocaleDateString(locale, { day: '2-digit', month: 'short', year: ago > 300 ? 'numeric' : undefined });
}

/** The hour of today, the day of what is older. */
export const moment = (time) => (day(time) === t('today') ? clock(time) : day(time));

export const initial = (name) => ([...(name || '?').replace(/^\+/, '')][0] ?? '?').toUpperCase();

const TICKS = { PENDING: '·', UNKNOWN: '·', SENT: '✓', DELIVERED: '✓✓', READ: '✓✓', FAILED: '!' };

/** How far a message got, as a mark with its word for screen readers. */
export const ticks = (status) => h('span', { class: `ticks ${status.toLowerCase()}`, role: 'img', 'aria-label': t(status), title: t(status) }, TICKS[status] ?? '');

/** A sentence in an empty place, what to do about it, and perhaps the way there. */
export const blank = (title, hint, ...more) => h('div', { class: 'blank' }, h('p', {}, h('b', {}, title)), hint && h('p', { class: 'quiet' }, hint), ...more);

/** A text field that grows with its text; Enter sends, Shift+Enter breaks the line. */
export function composer(label, onSend) {
  const field = h('textarea', { rows: 1, 'aria-label': label, placeholder: label, maxlength: 4096, title: t('enterSends') });
  const grow = () => { field.style.height = 'auto'; field.style.height = `${Math.min(field.scrollHeight + 2, 160)}px`; };
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
  const form = h('form', { class: 'composer', onsubmit: submit }, field, h('button', { class: 'primary' }, t('send')));
  /** Put another text in, as when another conversation is opened. */
  form.swap = (text) => { const before = field.value; field.value = text; grow(); return before; };
  form.focusField = () => { if (matchMedia('(min-width: 760px)').matches) field.focus(); };
  return form;
}

/** Show a sentence for a few seconds. */
export function say(text) {
  const note = document.getElementById('note');
  note.textContent = text;
  note.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { note.hidden = true; }, 6000);
}
