import { createFileRoute } from '@tanstack/react-router';

import { ProfilePage } from '@/features/profile/profile-page';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/profile')({ loader: texts('profile', 'shortcuts'), component: ProfilePage });
