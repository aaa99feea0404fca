import { api, unwrap } from '@/api/client';
import type { Channel } from '@/api/types';
import { z } from '@/lib/schema';

import { SECRETS } from './secrets';

export const PROVIDERS = ['META', 'WAHA', 'SANDBOX'] as const;
export const RATE = { META: '80', WAHA: '5', SANDBOX: '1000' };

export const schema = z.object({
  provider: z.enum(PROVIDERS),
  name: z.string().trim().min(1).max(80),
  externalKey: z.string().trim(),
  phone: z.string().trim(),
  baseUrl: z.string().trim(),
  wabaId: z.string().trim(),
  apiVersion: z.string().trim(),
  maxPerSecond: z.coerce.number<string>().int().min(1).max(1000),
  insecureWebhook: z.boolean(),
  settings: z.object({ markRead: z.boolean(), ignoreGroups: z.boolean(), resendUnknownBotMessages: z.boolean() }),
  credentials: z.object({ accessToken: z.string(), appSecret: z.string(), verifyToken: z.string(), apiKey: z.string(), hmacKey: z.string() }),
});
export type Values = z.input<typeof schema>;
export type Result = z.output<typeof schema>;

export function initial(channel: Channel | null): Values {
  return {
    provider: channel?.provider ?? 'META',
    name: channel?.name ?? '',
    externalKey: channel?.externalKey ?? '',
    phone: channel?.phone ?? '',
    baseUrl: channel?.baseUrl ?? '',
    wabaId: channel?.wabaId ?? '',
    apiVersion: channel?.apiVersion ?? '',
    maxPerSecond: String(channel?.maxPerSecond ?? RATE.META),
    insecureWebhook: channel?.insecureWebhook ?? false,
    settings: {
      markRead: channel?.settings.markRead ?? true,
      ignoreGroups: channel?.settings.ignoreGroups ?? true,
      resendUnknownBotMessages: channel?.settings.resendUnknownBotMessages ?? false,
    },
    credentials: { accessToken: '', appSecret: '', verifyToken: '', apiKey: '', hmacKey: '' },
  };
}

/** The names the server may complain about. */
export const FIELDS = [
  'name',
  'externalKey',
  'phone',
  'baseUrl',
  'wabaId',
  'apiVersion',
  'maxPerSecond',
  'insecureWebhook',
  'credentials.accessToken',
  'credentials.appSecret',
  'credentials.verifyToken',
  'credentials.apiKey',
  'credentials.hmacKey',
] as const satisfies readonly string[];

/** Stores a new channel (`key` tells its repetitions), or what was changed of one. */
export function store(channel: Channel | null, { provider, externalKey, credentials, settings, ...rest }: Result, key: string): Promise<Channel> {
  const given = Object.fromEntries(SECRETS[provider].filter((name) => credentials[name]).map((name) => [name, credentials[name]]));
  const body = {
    name: rest.name,
    phone: rest.phone || null,
    maxPerSecond: rest.maxPerSecond,
    settings,
    ...(provider === 'SANDBOX' ? {} : { baseUrl: rest.baseUrl || null }),
    ...(provider === 'META' ? { wabaId: rest.wabaId || null, apiVersion: rest.apiVersion || null } : { insecureWebhook: rest.insecureWebhook }),
    ...(Object.keys(given).length > 0 ? { credentials: given } : {}),
  };
  return channel
    ? unwrap(api.PATCH('/api/channels/{id}', { params: { path: { id: channel.id } }, body }))
    : unwrap(api.POST('/api/channels', { body: { ...body, provider, ...(externalKey ? { externalKey } : {}) }, headers: { 'Idempotency-Key': key } }));
}
