import type { LinkProps } from '@tanstack/react-router';
import { type LucideIcon, Activity, ChartNoAxesColumn, Contact, ListChecks, MessagesSquare, Network, ScrollText, Settings, Smartphone, SquareKanban, Users, Webhook, Zap } from 'lucide-react';

import type { Role } from '@/api/types';

/** Their names in the texts of the shell. */
type ShellText =
  'start' | 'inbox' | 'queue' | 'contacts' | 'quickReplies' | 'metrics' | 'users' | 'departments' | 'channels' | 'integrations' | 'jobs' | 'audit' | 'settings';

export interface PageEntry {
  to: LinkProps['to'];
  text: ShellText;
  /** Where a word must do, below the pages of a telephone. */
  short?: 'quickRepliesShort';
  icon: LucideIcon;
  /** The least role that may open it; the route has the same guard. */
  role: Role;
  /** Letter after `G`. */
  key?: string;
  /** Where in the navigation: what one works with all day, or what one sets up. */
  group: 'work' | 'setup';
}

/** The pages of the navigation and the palette, in order. Add yours here together with its route. */
export const PAGES: PageEntry[] = [
  { to: '/dashboard', text: 'inbox', icon: MessagesSquare, role: 'AGENT', key: 'c', group: 'work' },
  { to: '/dashboard/queue', text: 'queue', icon: SquareKanban, role: 'SUPERVISOR', key: 'q', group: 'work' },
  { to: '/dashboard/contacts', text: 'contacts', icon: Contact, role: 'AGENT', key: 'k', group: 'work' },
  { to: '/dashboard/quick-replies', text: 'quickReplies', short: 'quickRepliesShort', icon: Zap, role: 'AGENT', group: 'work' },
  { to: '/dashboard/metrics', text: 'metrics', icon: ChartNoAxesColumn, role: 'AGENT', key: 'm', group: 'work' },
  { to: '/dashboard/start', text: 'start', icon: ListChecks, role: 'ADMIN', group: 'setup' },
  { to: '/dashboard/users', text: 'users', icon: Users, role: 'ADMIN', group: 'setup' },
  { to: '/dashboard/departments', text: 'departments', icon: Network, role: 'ADMIN', group: 'setup' },
  { to: '/dashboard/channels', text: 'channels', icon: Smartphone, role: 'ADMIN', group: 'setup' },
  { to: '/dashboard/integrations', text: 'integrations', icon: Webhook, role: 'ADMIN', group: 'setup' },
  { to: '/dashboard/settings', text: 'settings', icon: Settings, role: 'ADMIN', group: 'setup' },
  { to: '/dashboard/audit', text: 'audit', icon: ScrollText, role: 'ADMIN', group: 'setup' },
  { to: '/dashboard/jobs', text: 'jobs', icon: Activity, role: 'ADMIN', group: 'setup' },
];
