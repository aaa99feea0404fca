import { createFileRoute } from '@tanstack/react-router';

import { JobsPage } from '@/features/jobs/jobs-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/jobs')({ beforeLoad: requireRole('ADMIN'), loader: texts('jobs'), component: JobsPage });
