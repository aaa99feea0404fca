import { createFileRoute } from '@tanstack/react-router';

import { SettingsPage } from '@/features/settings/settings-page';
import { isTab, type Tab } from '@/features/settings/tabs';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/settings')({
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: Tab } => (isTab(tab) ? { tab } : {}),
  beforeLoad: requireRole('ADMIN'),
  loader: texts('settings', 'hours'),
  component: SettingsPage,
});
