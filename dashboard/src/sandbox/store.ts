import { create } from 'zustand';

import type { Channel } from '@/api/types';

import { bare, type Faults, type Person, type PhoneMessage, type Shown } from './types';

const PEOPLE = 'wpc.sandbox.people';
const CHANNEL = 'wpc.sandbox.channel';
const STARTERS: Person[] = [
  { phone: '+5511999990001', name: 'Clara Menezes', reads: true },
  { phone: '+5521999990002', name: 'Davi Rocha', reads: true },
];

export type Connection = 'connecting' | 'live' | 'lost';

interface State {
  channels: Channel[];
  channel: Channel | null;
  people: Person[];
  /** Whose telephone is shown where there is room for one. */
  active: string;
  /** By the id of the message. */
  messages: Record<string, PhoneMessage>;
  pending: Shown[];
  /** What was written before the simulator began to listen, by telephone. */
  before: Record<string, Shown[]>;
  /** Who else the company is talking with. */
  others: { phone: string; name: string; conversation: string }[];
  typing: string[];
  session: string;
  companyPhone: string | null;
  connection: Connection;
  faults: Faults | null;
  /** Up to which message the reader of a telephone has looked, for the switcher. */
  looked: Record<string, number>;
}

function kept<Value>(key: string, otherwise: Value): Value {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as Value | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

const people = kept(PEOPLE, STARTERS);
const nothing = { messages: {}, pending: [], before: {}, others: [], typing: [], session: 'WORKING', companyPhone: null, connection: 'connecting' as const, faults: null, looked: {} };

export const useStage = create<State>(() => ({ channels: [], channel: null, people, active: people[0]?.phone ?? '', ...nothing }));

const set = useStage.setState;
export const stage = useStage.getState;

function setPeople(next: Person[]) {
  localStorage.setItem(PEOPLE, JSON.stringify(next));
  set({ people: next });
}

export function addPerson(person: Person) {
  if (!stage().people.some((one) => one.phone === person.phone)) setPeople([...stage().people, person]);
  set({ active: person.phone });
}

/** On the first visit a telephone with a past stands beside the new ones. */
export function welcome(person: Person) {
  if (localStorage.getItem(PEOPLE) === null && !stage().people.some((one) => one.phone === person.phone)) setPeople([...stage().people, person]);
}

export function removePerson(phone: string) {
  const next = stage().people.filter((one) => one.phone !== phone);
  setPeople(next);
  if (stage().active === phone) set({ active: next[0]?.phone ?? '' });
}

export function changePerson(phone: string, change: Partial<Person>) {
  setPeople(stage().people.map((one) => (one.phone === phone ? { ...one, ...change } : one)));
}

export function show(phone: string) {
  set({ active: phone });
}

export function chooseChannel(channel: Channel) {
  localStorage.setItem(CHANNEL, JSON.stringify(channel.id));
  set({ channel, ...nothing });
}

/** The channel of the last visit, else the first. */
export function openChannels(channels: Channel[]) {
  const last = kept<string | null>(CHANNEL, null);
  set({ channels });
  const channel = channels.find((one) => one.id === last) ?? channels[0];
  if (channel) chooseChannel(channel);
}

/** A number nobody on the stage has. */
export function freeNumber(): string {
  const taken = new Set([...stage().people, ...stage().others].map((one) => one.phone));
  for (let n = 3; ; n += 1) {
    const phone = `+55119999900${String(n).padStart(2, '0')}`;
    if (!taken.has(phone)) return phone;
  }
}

/** Takes in what the simulator tells; what this page had written itself is replaced by what became of it. */
export function receive(news: PhoneMessage[], whole: boolean) {
  set((state) => {
    const messages = whole ? {} : { ...state.messages };
    let pending = state.pending;
    for (const message of news) {
      if (message.author === 'CUSTOMER' && !messages[message.id]) {
        const mine = pending.find((one) => one.id === message.id) ?? pending.find((one) => one.pending === 'sending' && one.phone === message.phone && one.text === message.text);
        pending = pending.filter((one) => one !== mine);
      }
      messages[message.id] = message;
    }
    return { messages, pending };
  });
}

export function addPending(message: Shown) {
  set((state) => ({ pending: [...state.pending, message] }));
}

/** The simulator has it under these ids now, or refused it. */
export function settlePending(id: string, ids: string[] | null) {
  set((state) => {
    if (ids === null) return { pending: state.pending.map((one) => (one.id === id ? { ...one, pending: 'failed' as const } : one)) };
    const real = bare(ids[0] ?? '');
    // News that overtook the answer has replaced it already.
    if (state.messages[real]) return { pending: state.pending.filter((one) => one.id !== id) };
    return { pending: state.pending.map((one) => (one.id === id ? { ...one, id: real } : one)) };
  });
}

export function dropPending(id: string) {
  set((state) => ({ pending: state.pending.filter((one) => one.id !== id) }));
}

/** Everything a telephone shows, in the order of writing. */
export function chatOf(state: Pick<State, 'messages' | 'pending' | 'before'>, phone: string): Shown[] {
  const known = Object.values(state.messages).filter((one) => one.phone === phone);
  const before = (state.before[phone] ?? []).filter((one) => !state.messages[one.id]);
  const order = (one: Shown) => (one.pending ? Number.MAX_SAFE_INTEGER : one.before ? -1 : one.seq);
  return [...before, ...known, ...state.pending.filter((one) => one.phone === phone)].sort((a, b) => order(a) - order(b) || Date.parse(a.at) - Date.parse(b.at));
}
