import { z } from '@/lib/schema';

import type { Schemas } from '@/api/types';

export type Settings = Schemas['CompanySettings'];

/** The texts of the bot, in the order a customer meets them; `greeting` is a setting of its own. */
export const TEXTS = [
  'greeting_single',
  'menu_block',
  'menu_again',
  'invalid_choice',
  'menu_timeout',
  'suggestion',
  'suggestion_reprompt',
  'suggestion_expired',
  'handover',
  'queue_notice',
  'out_of_hours',
  'assigned',
  'transferred',
  'timeout_redirect',
  'closing',
] as const;
export type TextKey = (typeof TEXTS)[number];

export const PLACEHOLDERS = ['company', 'menu', 'department', 'agent', 'position', 'protocol', 'hours', 'name', 'minutes'] as const;

const LONGEST_TEXT = 1024;
const minutes = z.number().int().min(0).max(10_080);
const days = z.number().int().min(0).max(3_650);
const text = z.string().max(LONGEST_TEXT);

/** What can be known to be wrong before asking; the server checks the rest, as the placeholders. */
const schema = z.object({
  companyName: z.string().trim().min(1).max(120),
  timezone: z.string().min(1),
  greetingMessage: text.nullable(),
  texts: z.record(z.string(), text.nullable()),
  maxInvalidChoices: z.number().int().min(1).max(10),
  menuTimeoutMinutes: minutes,
  suggestionMaxAgeDays: days,
  defaultMaxConversations: z.number().int().min(0).max(1000),
  courtesyMinutes: minutes,
  affinityMinutes: minutes,
  phoneReplyPauseMinutes: minutes,
  botMessageTtlMinutes: z.number().int().min(1).max(10_080),
  retentionDays: z.object({ rawBodies: days, media: days, messages: days, audit: days }),
});

/** Paths of what is wrong, as the server writes them: `retentionDays.media`. */
export function wrongPaths(draft: Settings): string[] {
  const checked = schema.safeParse(draft);
  return checked.success ? [] : checked.error.issues.map((issue) => issue.path.join('.'));
}

/** What differs from the stored settings, as a merge patch: a text that goes back to its default is null. */
export function patchOf(stored: Settings, draft: Settings): Partial<Settings> {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(draft) as (keyof Settings)[]) {
    if (JSON.stringify(stored[key]) !== JSON.stringify(draft[key])) patch[key] = draft[key];
  }
  if (patch.texts) {
    const removed = Object.keys(stored.texts).filter((key) => !(key in draft.texts));
    patch.texts = { ...draft.texts, ...Object.fromEntries(removed.map((key) => [key, null])) };
  }
  return patch as Partial<Settings>;
}
