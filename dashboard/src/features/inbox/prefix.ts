import type { Department, Me, Message } from '@/api/types';

/** Characters of a text and of a caption as the customer gets them, the sender's name included. */
const LONGEST = { text: 4096, caption: 1024 };

/** As the server writes a name into a prefix: without WhatsApp's signs, and on one line. */
function plain(name: string): string {
  return name.replace(/[*_~]/g, '').split(/\s+/).filter(Boolean).join(' ');
}

/** `*Name - Department*`, which the server puts before what an agent writes; null where the company wants none. */
export function prefixOf(me: Pick<Me, 'name' | 'department' | 'company'>, conversation: { department: Pick<Department, 'name'> | null }): string | null {
  if (!me.company.agentPrefixEnabled) return null;
  const department = conversation.department ?? me.department;
  return department ? `*${plain(me.name)} - ${plain(department.name)}*` : `*${plain(me.name)}*`;
}

/** How many characters are left for the text, as the server counts them. */
export function charactersLeft(text: string, prefix: string | null, kind: keyof typeof LONGEST): number {
  const before = prefix ? [...prefix].length + 2 : 0;
  return LONGEST[kind] - before - [...text].length;
}

/** Who wrote it, and from where, as both were called when it was sent: kept with the message. Without a prefix only the name is known. */
export function authorOf({ sender, metadata }: Pick<Message, 'sender' | 'metadata'>): { name: string; department: string | null } | null {
  const { prefix } = (metadata ?? {}) as { prefix?: unknown };
  if (typeof prefix !== 'string') return sender && { name: sender.name, department: null };
  const inner = prefix.replace(/^\*|\*$/g, '');
  // A name may have the divider in it: the one that is known says where it ends.
  const known = sender && plain(sender.name);
  const at = known && inner.startsWith(`${known} - `) ? known.length : inner.indexOf(' - ');
  return at < 0 ? { name: inner, department: null } : { name: inner.slice(0, at), department: inner.slice(at + 3) };
}
