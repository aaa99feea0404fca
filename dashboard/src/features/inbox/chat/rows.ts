import type { Message } from '@/api/types';

import { isSticker } from './special';

/** One line of the history. Its key stays while older and newer ones come. */
export type Row =
  | { kind: 'start' | 'unread'; key: string }
  | { kind: 'day'; key: string; at: string }
  | { kind: 'episode'; key: string; at: string; conversationId: string; current: boolean }
  | { kind: 'message'; key: string; message: Message; joined: boolean }
  | { kind: 'album'; key: string; messages: Message[]; joined: boolean };

interface Shown {
  /** The conversation that is open; messages of others are earlier episodes. */
  current: string;
  firstUnread: string | null;
  /** Nothing older is left to load. */
  complete: boolean;
}

/** Bubbles of one person close after each other stand together. */
const TOGETHER = 3 * 60_000;
/** Pictures sent at once arrive within this time of each other. */
const ALBUM = 60_000;

const days = new WeakMap<Message, number>();

/** The day as the reader's calendar has it. Kept: a long history asks for it again with each page. */
function dayOf(message: Message): number {
  let day = days.get(message);
  if (day === undefined) {
    const at = new Date(message.createdAt);
    day = at.getFullYear() * 400 + at.getMonth() * 32 + at.getDate();
    days.set(message, day);
  }
  return day;
}

const keyOf = (message: Message) => message.clientId ?? message.id;

function fromSame(a: Message, b: Message, within: number): boolean {
  return (
    a.conversationId === b.conversationId && a.origin === b.origin && a.senderId === b.senderId && dayOf(a) === dayOf(b) && Date.parse(b.createdAt) - Date.parse(a.createdAt) < within
  );
}

/** Whether a message may stand in the grid: a picture with nothing more to say than itself. */
function isPlainPicture(message: Message): boolean {
  const { type, media, content, status, revokedAt, replyTo, reactions } = message;
  return !isSticker(message) && type === 'IMAGE' && (media?.state === 'READY' || media?.state === 'PENDING') && !content && status !== 'FAILED' && !revokedAt && !replyTo && reactions.length === 0;
}

/**
 * Messages, oldest first, as rows. Of an incomplete history the oldest message is held back: whether it begins a day, stands below another
 * one or belongs to an album is known only with the next page, and a row that changes its looks then would make the page jump.
 */
export function buildRows(messages: Message[], { current, firstUnread, complete }: Shown): Row[] {
  const rows: Row[] = [];
  if (complete) rows.push({ kind: 'start', key: 'start' });
  let album: Message[] | null = null;
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const picture = isPlainPicture(message);
    const unread = message.id === firstUnread;
    if (picture && album && before && !unread && fromSame(before, message, ALBUM)) {
      album.push(message);
      const last = rows.at(-1);
      if (last?.kind === 'message') rows[rows.length - 1] = { ...last, kind: 'album', messages: album };
      return;
    }
    album = picture ? [message] : null;
    if (!before && !complete) return;
    const key = keyOf(message);
    const newDay = !before || dayOf(before) !== dayOf(message);
    const newEpisode = before?.conversationId !== message.conversationId;
    if (newEpisode) {
      // Its heading says the day, too.
      const { conversationId, createdAt } = message;
      rows.push({ kind: 'episode', key: `episode ${key}`, at: createdAt, conversationId, current: conversationId === current });
    } else if (newDay) rows.push({ kind: 'day', key: `day ${key}`, at: message.createdAt });
    if (unread) rows.push({ kind: 'unread', key: 'unread' });
    rows.push({ kind: 'message', key, message, joined: !newDay && !unread && before !== undefined && fromSame(before, message, TOGETHER) });
  });
  return rows;
}

/** Where a message is among the rows; -1 when it is not there. */
export function rowOf(rows: Row[], messageId: string): number {
  return rows.findLastIndex((row) => (row.kind === 'message' ? row.message.id === messageId : row.kind === 'album' && row.messages.some(({ id }) => id === messageId)));
}

const LINE = 22;

/** About how high a row will be, until it has been drawn and measured. */
export function estimate(row: Row | undefined): number {
  if (!row) return LINE;
  if (row.kind === 'album') return row.messages.length > 2 ? 370 : 210;
  if (row.kind !== 'message') return row.kind === 'start' ? 50 : 42;
  const { type, content, replyTo, media, revokedAt, reactions, status } = row.message;
  let height = (row.joined ? 2 : 10) + 14 + 16;
  if (!row.joined && row.message.origin !== 'CUSTOMER') height += 20;
  if (content && !revokedAt) height += LINE * content.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / 66)), 0);
  if (revokedAt) return height + LINE;
  if (replyTo) height += 50;
  if (media) height += type === 'IMAGE' || type === 'VIDEO' ? 248 : 64;
  if (reactions.length > 0) height += 18;
  if (status === 'FAILED') height += 22;
  return height;
}
