import { createFileRoute } from '@tanstack/react-router';

import { UsersPage } from '@/features/users/users-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/users')({ beforeLoad: requireRole('ADMIN'), loader: texts('users'), component: UsersPage });
