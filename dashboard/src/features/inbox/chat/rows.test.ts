import { describe, expect, it } from 'vitest';

import type { Message } from '@/api/types';

import { buildRows, estimate, rowOf } from './rows';

const START = Date.parse('2026-03-10T15:00:00Z');

function message(seq: number, more: Partial<Message> = {}, minutes = seq * 10): Message {
  const at = new Date(START + minutes * 60_000).toISOString();
  return {
    id: `m${seq}`, clientId: null, conversationId: 'now', content: `text ${seq}`, senderId: null, sender: null, direction: 'INBOUND', origin: 'CUSTOMER', isBot: false, type: 'TEXT', status: 'READ',
    sendPhase: 'DONE', mediaUrl: null, media: null, replyTo: null, reactions: [], template: null, metadata: {}, error: null, whatsappMessageId: null, sentAt: at, createdAt: at, providerTimestamp: null,
    deliveredAt: null, readAt: null, failedAt: null, editedAt: null, revokedAt: null, resendOfId: null, seq, ...more,
  };
}

function picture(seq: number, seconds: number, more: Partial<Message> = {}): Message {
  const media = { id: `f${seq}`, fileName: null, mimeType: 'image/png', size: 1, state: 'READY' as const, width: null, height: null, durationMs: null };
  return message(seq, { type: 'IMAGE', content: null, media, mediaUrl: `/api/media/f${seq}`, ...more }, seconds / 60);
}

const SHOWN = { current: 'now', firstUnread: null, complete: true };
const kinds = (messages: Message[], shown = {}) => buildRows(messages, { ...SHOWN, ...shown }).map((row) => row.kind).join(' ');

describe('the rows of a history', () => {
  it('begins with its start and its attendance, and stands bubbles of one person together', () => {
    const rows = buildRows([message(1, {}, 0), message(2, {}, 1), message(3, { origin: 'AGENT' }, 2)], SHOWN);
    expect(rows.map((row) => row.kind)).toEqual(['start', 'episode', 'message', 'message', 'message']);
    expect(rows.map((row) => row.kind === 'message' && row.joined)).toEqual([false, false, false, true, false]);
  });

  it('has a heading for each episode, the open one too, and for each day that none begins on', () => {
    const rows = buildRows([message(1, { conversationId: 'before' }), message(2, { conversationId: 'before' }), message(3), message(4, {}, 60 * 48)], SHOWN);
    expect(rows.map((row) => row.kind).join(' ')).toBe('start episode message message episode message day message');
    const headings = rows.filter((row) => row.kind === 'episode');
    expect(headings.map(({ conversationId, current }) => [conversationId, current])).toEqual([['before', false], ['now', true]]);
  });

  it('keeps every row and its looks when older messages come', () => {
    const all = Array.from({ length: 40 }, (_, index) => message(index, index % 3 === 0 ? { origin: 'AGENT' } : {}, index * 2));
    const later = buildRows(all.slice(20), { ...SHOWN, complete: false });
    const whole = buildRows(all, SHOWN);
    expect(whole.slice(-later.length)).toEqual(later);
    expect(later).toHaveLength(19);
  });

  it('puts the divider before the first unread message', () => {
    expect(kinds([message(1), message(2)], { firstUnread: 'm2' })).toBe('start episode message unread message');
  });

  it('makes an album of pictures that came at once, and of those only', () => {
    const rows = buildRows([picture(1, 0), picture(2, 5), picture(3, 9), picture(4, 200)], SHOWN);
    expect(rows.map((row) => (row.kind === 'album' ? row.messages.length : row.kind))).toEqual(['start', 'episode', 3, 'message']);
    expect(kinds([picture(1, 0), picture(2, 5, { content: 'caption' }), picture(3, 9)])).toBe('start episode message message message');
    expect(kinds([picture(1, 0), picture(2, 5, { status: 'FAILED' })])).toBe('start episode message message');
  });

  it('holds a whole album back while its beginning may be on the next page', () => {
    expect(kinds([picture(1, 0), picture(2, 5), message(3)], { complete: false })).toBe('message');
  });

  it('finds a message, alone or in an album', () => {
    const rows = buildRows([message(0), picture(1, 700), picture(2, 705)], SHOWN);
    expect(rowOf(rows, 'm0')).toBe(2);
    expect(rowOf(rows, 'm2')).toBe(3);
    expect(rowOf(rows, 'other')).toBe(-1);
  });

  it('expects longer texts to be higher', () => {
    const [short, long] = [message(1), message(2, { content: 'word '.repeat(80) })].map((each) => estimate({ kind: 'message', key: each.id, message: each, joined: true }));
    expect(long).toBeGreaterThan(short ?? 0);
  });
});
