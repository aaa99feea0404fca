import type { ConversationFilters } from './filters';

/**
 * Where each answer lies in the query cache. Events find the answers by these keys, so every query uses them.
 * A shorter key is the prefix of the longer ones: `keys.users()` means all lists of users.
 */
export const keys = {
  lists: (filters?: ConversationFilters) => (filters ? (['lists', filters] as const) : (['lists'] as const)),
  counts: (filters?: ConversationFilters) => (filters ? (['counts', filters] as const) : (['counts'] as const)),
  conversation: (id: string) => ['conversation', id] as const,
  messages: (conversationId: string) => ['messages', conversationId] as const,
  notes: (conversationId: string) => ['notes', conversationId] as const,
  timeline: (conversationId: string) => ['timeline', conversationId] as const,
  decisions: (conversationId: string) => ['decisions', conversationId] as const,
  users: (filters?: object) => (filters ? (['users', filters] as const) : (['users'] as const)),
  departments: (filters?: object) => (filters ? (['departments', filters] as const) : (['departments'] as const)),
  channels: () => ['channels'] as const,
  channelChoices: () => ['channels', 'choices'] as const,
  tags: () => ['tags'] as const,
  quickReplies: (filters?: object) => (filters ? (['quick-replies', filters] as const) : (['quick-replies'] as const)),
  contacts: (filters?: object) => (filters ? (['contacts', filters] as const) : (['contacts'] as const)),
  contact: (id: string) => ['contact', id] as const,
  settings: () => ['settings'] as const,
  board: () => ['board'] as const,
  queue: (departmentId?: string) => (departmentId ? (['queue', departmentId] as const) : (['queue'] as const)),
  metrics: (filters?: object) => (filters ? (['metrics', filters] as const) : (['metrics'] as const)),
  audit: (filters?: object) => (filters ? (['audit', filters] as const) : (['audit'] as const)),
  passwordResets: () => ['password-resets'] as const,
  apiKeys: () => ['api-keys'] as const,
  webhookEndpoints: () => ['webhook-endpoints'] as const,
  jobs: (part?: string) => (part ? (['jobs', part] as const) : (['jobs'] as const)),
};
