import { createFileRoute } from '@tanstack/react-router';

import { ChannelsPage } from '@/features/channels/channels-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/channels')({ beforeLoad: requireRole('ADMIN'), loader: texts('channels'), component: ChannelsPage });
