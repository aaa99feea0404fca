import { api, unwrap } from '@/api/client';
import type { Schemas } from '@/api/types';

import { useAuthStore, useMe } from './auth-store';
import { toast } from './toast';

export type Preferences = Schemas['UserPreferences'];

/** What one has chosen; sounds and shortcuts are on until turned off, notices of the browser off until allowed. */
export function usePreferences(): Required<{ [Key in 'sound' | 'shortcuts' | 'notifications']: boolean }> {
  return read(useMe().preferences);
}

export function read(kept: unknown): { sound: boolean; shortcuts: boolean; notifications: boolean } {
  const { sound, shortcuts, notifications } = (kept ?? {}) as Preferences;
  return { sound: sound ?? true, shortcuts: shortcuts ?? true, notifications: notifications ?? false };
}

/** Kept with the account, for every device. */
export async function prefer(change: Preferences): Promise<void> {
  const { user, setUser } = useAuthStore.getState();
  if (!user) return;
  const preferences = { ...(user.preferences as Preferences), ...change };
  setUser({ ...user, preferences });
  try {
    await unwrap(api.PATCH('/api/users/me', { body: { preferences } }));
  } catch (error) {
    const now = useAuthStore.getState().user;
    if (now) setUser({ ...now, preferences: user.preferences });
    toast.problem(error);
  }
}
