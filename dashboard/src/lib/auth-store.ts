import { create } from 'zustand';

import type { Me } from '@/api/types';

const TOKEN = 'wpc.token';

/** Why a session ended: the login page says it. */
export type EndedBecause = 'expired' | 'deactivated' | null;

interface AuthState {
  token: string | null;
  user: Me | null;
  endedBecause: EndedBecause;
  setAuth(user: Me, token: string): void;
  setUser(user: Me): void;
  logout(because?: EndedBecause): void;
  /** Reads the stored token. Whether it is still good is known after `GET /api/auth/me`. */
  hydrate(): void;
}

/** Who is signed in. The token outlives the page; the user is read again at each start. */
export const useAuthStore = create<AuthState>((set) => ({
  token: localStorage.getItem(TOKEN),
  user: null,
  endedBecause: null,
  setAuth(user, token) {
    localStorage.setItem(TOKEN, token);
    set({ user, token, endedBecause: null });
  },
  setUser(user) {
    set({ user });
  },
  logout(because = null) {
    localStorage.removeItem(TOKEN);
    // The user stays until the pages are gone that show them: `forgetUser`.
    set({ token: null, endedBecause: because });
  },
  hydrate() {
    set({ token: localStorage.getItem(TOKEN) });
  },
}));

/** Who is signed in, and how that begins and ends. */
export const useAuth = () => useAuthStore();

/** After the last page of a session has left the screen. */
export function forgetUser(): void {
  if (useAuthStore.getState().token === null) useAuthStore.setState({ user: null });
}

/** The signed-in user. Only below `/dashboard`, whose guard has loaded it. */
export function useMe(): Me {
  const user = useAuthStore((state) => state.user);
  if (!user) throw new Error('no user is signed in');
  return user;
}
