import { createFileRoute } from '@tanstack/react-router';

import { DepartmentsPage } from '@/features/departments/departments-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/departments')({ beforeLoad: requireRole('ADMIN'), loader: texts('departments', 'hours'), component: DepartmentsPage });
