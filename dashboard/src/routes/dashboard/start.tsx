import { createFileRoute } from '@tanstack/react-router';

import { StartPage } from '@/features/start/start-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/start')({ beforeLoad: requireRole('ADMIN'), loader: texts('start'), component: StartPage });
