import type { Channel } from '@/api/types';

/** What each provider asks for, in the order one meets it there. */
export const SECRETS = {
  META: ['accessToken', 'appSecret', 'verifyToken'],
  WAHA: ['apiKey', 'hmacKey'],
  SANDBOX: ['hmacKey'],
} as const satisfies Record<Channel['provider'], readonly string[]>;
