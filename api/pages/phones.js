// What the customers' phones remember. The simulator forgets when its server ends; a phone does not.

import { recall, remember } from './common.js';

const KEPT = 400;
const STARTERS = [{ phone: '+5511999990001', name: 'Ana' }, { phone: '+5511999990002', name: 'Bruno' }];

/** The phones of one channel. */
export class Phones {
  constructor(channelId) {
    this.channelId = channelId;
    /** Written by hand on this page, kept for all channels. */
    this.own = recall('sandbox-people', STARTERS);
    /** Those who are in conversation on the channel. */
    this.found = [];
    /** Messages of both directions: `{key, phone, mine, text, order, at, state, ids?, copies?, handset?, seenByUs?, fresh?}`. */
    this.messages = recall(`sandbox-phones-${channelId}`, []);
  }

  get people() {
    const known = new Set(this.own.map((one) => one.phone));
    const strangers = new Set(this.messages.map((one) => one.phone));
    const found = this.found.filter((one) => !known.has(one.phone));
    for (const { phone } of [...this.own, ...found]) strangers.delete(phone);
    return [...this.own, ...found, ...[...strangers].map((phone) => ({ phone, name: phone }))];
  }

  of(phone) {
    return this.messages.filter((one) => one.phone === phone).sort((a, b) => a.order - b.order);
  }

  unread(phone) {
    return this.messages.filter((one) => one.phone === phone && one.fresh).length;
  }

  add(person) {
    if (!this.own.some((one) => one.phone === person.phone)) this.own.push(person);
    remember('sandbox-people', this.own);
  }

  /** Take in what the simulator says it delivered. Answers whether anything changed. */
  receive(entries, live) {
    let changed = false;
    for (const entry of entries) {
      const known = this.messages.find((one) => one.key === entry.id);
      if (known) {
        changed ||= known.copies !== entry.clientCopies;
        known.copies = entry.clientCopies;
        continue;
      }
      changed = true;
      // By the clock of this page once it listens, so that two clocks never turn an answer and its question around.
      const order = live ? Date.now() + entry.seq / 1e6 : Date.parse(entry.at);
      this.messages.push({ key: entry.id, phone: entry.phone, mine: false, text: entry.text, order, at: entry.at, copies: entry.clientCopies, handset: entry.fromHandset, fresh: !entry.fromHandset });
    }
    if (changed) this.keep();
    return changed;
  }

  keep() {
    this.messages = this.messages.sort((a, b) => a.order - b.order).slice(-KEPT);
    remember(`sandbox-phones-${this.channelId}`, this.messages);
  }

  /** A number nobody has yet. */
  nextNumber() {
    const taken = new Set(this.people.map((one) => one.phone));
    for (let n = 3; ; n += 1) {
      const phone = `+5511999990${String(n).padStart(3, '0')}`;
      if (!taken.has(phone)) return phone;
    }
  }
}
