import type { Message } from '@/api/types';

/** What is neither words nor a file. */
export type Special =
  | { kind: 'location'; latitude: number; longitude: number; name: string | null; address: string | null }
  | { kind: 'contacts'; people: { name: string; phones: string[] }[] }
  | { kind: 'order'; items: { code: string; quantity: number }[] }
  | { kind: 'unsupported' };

type Bag = Record<string, unknown>;

const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const words = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null);

/** Reads what the provider said of it, in the form that each of them has. Null for a common message, or one that lacks what it needs. */
export function specialOf(message: Pick<Message, 'metadata'>): Special | null {
  const metadata = bag(message.metadata);
  switch (metadata.kind) {
    case 'location': {
      const place = bag(metadata.location);
      const [latitude, longitude] = [Number(place.latitude ?? NaN), Number(place.longitude ?? NaN)];
      if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return null;
      return { kind: 'location', latitude, longitude, name: words(place.name) ?? words(place.description), address: words(place.address) };
    }
    case 'contacts': {
      const people = [...list(metadata.contacts).map(ofMeta), ...list(metadata.vCards).map((card) => ofCard(words(card) ?? ''))].filter((person) => person !== null);
      return people.length > 0 ? { kind: 'contacts', people } : null;
    }
    case 'order': {
      const items = list(bag(metadata.order).product_items).map((item) => ({ code: words(bag(item).product_retailer_id) ?? '?', quantity: Number(bag(item).quantity ?? 1) }));
      return items.length > 0 ? { kind: 'order', items } : null;
    }
    case 'unknown':
    case 'unsupported':
      return { kind: 'unsupported' };
    default:
      return null;
  }
}

function ofMeta(contact: unknown): { name: string; phones: string[] } | null {
  const { name, phones } = bag(contact);
  const numbers = list(phones).flatMap((each) => words(bag(each).phone) ?? words(bag(each).wa_id) ?? []);
  const said = words(bag(name).formatted_name) ?? words(bag(name).first_name) ?? numbers[0];
  return said ? { name: said, phones: numbers } : null;
}

/** A vCard: `FN:` is the name, every `TEL` a number, with parameters before the colon. */
function ofCard(card: string): { name: string; phones: string[] } | null {
  const values = (field: RegExp) => card.split(/\r?\n/).flatMap((line) => (field.test(line) ? line.slice(line.indexOf(':') + 1).trim() : []));
  const phones = values(/^(item\d+\.)?TEL[;:]/i);
  const name = values(/^FN[;:]/i)[0] || phones[0];
  return name ? { name, phones } : null;
}

export function isSticker(message: Pick<Message, 'metadata'>): boolean {
  return bag(message.metadata).kind === 'sticker';
}

export function isForwarded(message: Pick<Message, 'metadata'>): boolean {
  return bag(message.metadata).forwarded === true;
}
