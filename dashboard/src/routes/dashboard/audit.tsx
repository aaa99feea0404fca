import { createFileRoute } from '@tanstack/react-router';

import { AuditPage } from '@/features/audit/audit-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/audit')({ beforeLoad: requireRole('ADMIN'), loader: texts('audit'), component: AuditPage });
