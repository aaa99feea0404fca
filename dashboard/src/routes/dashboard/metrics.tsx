import { createFileRoute } from '@tanstack/react-router';

import { MetricsPage } from '@/features/metrics/metrics-page';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/metrics')({ loader: texts('metrics'), component: MetricsPage });
