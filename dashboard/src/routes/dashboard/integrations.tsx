import { createFileRoute } from '@tanstack/react-router';

import { IntegrationsPage } from '@/features/integrations/integrations-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/integrations')({ beforeLoad: requireRole('ADMIN'), loader: texts('integrations'), component: IntegrationsPage });
