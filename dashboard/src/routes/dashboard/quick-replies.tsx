import { createFileRoute } from '@tanstack/react-router';

import { QuickRepliesPage } from '@/features/quick-replies/quick-replies-page';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/quick-replies')({ loader: texts('quick-replies'), component: QuickRepliesPage });
