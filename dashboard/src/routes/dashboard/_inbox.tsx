import { createFileRoute } from '@tanstack/react-router';

import { Inbox } from '@/features/inbox/inbox';

/** The list stays while conversations come and go beside it. */
export const Route = createFileRoute('/dashboard/_inbox')({ component: Inbox });
