import { CircleDot, type LucideIcon, Moon, Sun, UserPlus } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';

import { api, unwrap } from '@/api/client';
import type { OnlineStatus } from '@/api/types';
import { useAuthStore } from '@/lib/auth-store';
import { useTheme } from '@/lib/theme';
import { toast } from '@/lib/toast';

type ActionName = 'online' | 'busy' | 'offline' | 'light' | 'dark' | 'newContact';

export interface PaletteAction {
  name: ActionName;
  icon: LucideIcon;
  run(): void;
}

async function become(status: OnlineStatus): Promise<void> {
  await unwrap(api.PATCH('/api/users/me/status', { body: { status } }));
  const { user, setUser } = useAuthStore.getState();
  if (user) setUser({ ...user, onlineStatus: status });
}

/** What can be done from anywhere by typing its name. */
export function usePaletteActions(): PaletteAction[] {
  const navigate = useNavigate();
  const { setTheme } = useTheme();
  const presence = (name: 'online' | 'busy' | 'offline', status: OnlineStatus): PaletteAction => ({ name, icon: CircleDot, run: () => void become(status).catch(toast.problem) });
  return [
    { name: 'newContact', icon: UserPlus, run: () => void navigate({ to: '/dashboard/contacts', search: { new: true } }) },
    presence('online', 'ONLINE'),
    presence('busy', 'BUSY'),
    presence('offline', 'OFFLINE'),
    { name: 'light', icon: Sun, run: () => setTheme('light') },
    { name: 'dark', icon: Moon, run: () => setTheme('dark') },
  ];
}
