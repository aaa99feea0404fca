import { Outlet, useParams } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';

import { lazyPart } from '@/lib/lazy-part';
import { cn } from '@/lib/utils';

import { useChatStore } from './chat-store';
import { ConversationList } from './list/conversation-list';
import { useShortcuts } from './use-shortcuts';

const NewConversation = lazyPart(() => import('./new-conversation'));

/** List and chat side by side; on a telephone one at a time. */
export function Inbox() {
  const { id } = useParams({ strict: false });
  const dialog = useChatStore((state) => state.dialog);
  useShortcuts(id);
  // The chat is not part of the first visit, and is here before the first conversation is clicked.
  useEffect(() => {
    const timer = setTimeout(() => void import('./chat/chat'), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] md:grid-cols-[21.5rem_minmax(0,1fr)]">
      <div className={cn('min-h-0 md:border-r', id && 'max-md:hidden')}>
        <ConversationList selected={id} />
      </div>
      <div className={cn('min-h-0 min-w-0', !id && 'max-md:hidden')}>
        <Outlet />
      </div>
      <Suspense>{dialog === 'new' && <NewConversation />}</Suspense>
    </div>
  );
}
