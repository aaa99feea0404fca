import { createFileRoute } from '@tanstack/react-router';

import { BoardPage } from '@/features/board/board-page';
import { requireRole } from '@/lib/access';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/queue')({ beforeLoad: requireRole('SUPERVISOR'), loader: texts('board', 'decisions'), component: BoardPage });
