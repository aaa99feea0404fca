import { createFileRoute } from '@tanstack/react-router';

import { Chat } from '@/features/inbox/chat/chat';
import { texts } from '@/lib/i18n';

export const Route = createFileRoute('/dashboard/_inbox/c/$id')({ loader: texts('decisions'), component: OpenConversation });

function OpenConversation() {
  const { id } = Route.useParams();
  const navigate = Route.useNavigate();
  return <Chat key={id} id={id} onBack={() => void navigate({ to: '/dashboard' })} />;
}
