// How the agent page shows a conversation and a message.

import { clock, h, initial, moment, plain, rich, ticks } from './elements.js';
import { t } from './words.js';

/** Where a conversation stands, in words. */
function whereabouts(one, me) {
  if (one.status === 'RESOLVED' || one.status === 'ARCHIVED') return t(one.status);
  if (one.assignedUserId) return one.assignedUserId === me ? t('you') : one.assignedUser?.name ?? t(one.status);
  if (one.flowState === 'GREETING') return t('inMenu');
  if (one.flowState === 'AWAITING_ROUTING_CONFIRMATION') return t('confirming');
  return one.queuedAt ? t('inQueue') : t('nobody');
}

const reach = (message) => (message.status === 'PENDING' && message.sendPhase === 'UNKNOWN' ? 'UNKNOWN' : message.status);

/** A row of the list. `read` = its messages are being looked at right now. */
export function conversationRow(one, { me, current, read, open }) {
  const name = one.customerName || one.customerPhone;
  const last = one.lastMessage;
  const ours = last?.direction === 'OUTBOUND';
  const preview = last ? (last.revokedAt ? t('removed') : plain(last.content ?? t('attachment'))) : '';
  const place = [one.department?.name, whereabouts(one, me)].filter(Boolean).join(' · ');
  const unread = read ? 0 : one.unreadCount;
  const picture = JSON.stringify([name, last?.id, last && reach(last), preview, moment(one.lastMessageAt), place, unread, current]);
  const make = () => h('li', {}, h('button', { class: unread ? 'row fresh' : 'row', 'aria-current': current ? 'true' : null, onclick: () => open(one.id) },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, initial(name)),
    h('span', { class: 'grow' },
      h('span', { class: 'line' }, h('b', { class: 'clip grow' }, name), h('small', { class: 'quiet' }, moment(one.lastMessageAt))),
      h('span', { class: 'line' }, ours && ticks(reach(last)), h('span', { class: 'quiet clip grow preview' }, preview),
        unread > 0 && h('span', { class: 'badge', 'aria-label': `${unread} ${t('unread')}` }, String(unread))),
      h('small', { class: 'quiet clip' }, place))));
  return { key: one.id, picture, make };
}

/** Who wrote it, when that is not obvious from the side it is on. */
function author(one, me) {
  if (one.direction !== 'OUTBOUND') return null;
  if (one.isBot) return t('bot');
  if (one.senderId) return one.senderId === me ? null : one.sender?.name;
  return one.origin === 'PHONE' ? t('handset') : t('api');
}

/** A message of the chat. */
export function atBubble(one, me, resend) {
  const ours = one.direction === 'OUTBOUND';
  const picture = JSON.stringify([reach(one), one.content, one.revokedAt, one.error?.message, one.sender?.name]);
  const make = () => h('li', { class: `bubble${ours ? ' mine' : ''}${one.isBot ? ' bot' : ''}` },
    author(one, me) && h('span', { class: 'from' }, author(one, me)),
    one.replyTo && h('span', { class: 'quote clip' }, plain(one.replyTo.content ?? t('attachment'))),
    one.revokedAt ? h('span', { class: 'text quiet' }, t('removed')) : h('span', { class: 'text' }, rich(one.content ?? t('attachment'))),
    h('span', { class: 'meta' }, clock(one.sentAt), ours && ticks(reach(one))),
    one.status === 'FAILED' && h('span', { class: 'warning' }, one.error?.message ?? t('failed'),
      h('button', { class: 'link', onclick: () => resend(one) }, t('resend'))));
  return { key: one.id, picture, make };
}
