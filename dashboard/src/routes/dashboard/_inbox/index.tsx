import { createFileRoute } from '@tanstack/react-router';
import { useEffect } from 'react';

import { useChatStore } from '@/features/inbox/chat-store';
import { choiceOf, readSearch, searchOf } from '@/features/inbox/list-search';
import { NothingOpen } from '@/features/inbox/nothing-open';

export const Route = createFileRoute('/dashboard/_inbox/')({
  validateSearch: readSearch,
  beforeLoad({ search, cause }) {
    const choice = choiceOf(search);
    // Only who comes here is shown the list of the address: afterwards the address follows the list.
    if (choice && cause === 'enter') useChatStore.getState().set({ ...choice, search: '', picked: null });
  },
  component: NoConversation,
});

function NoConversation() {
  const navigate = Route.useNavigate();
  useEffect(
    () =>
      useChatStore.subscribe((now, before) => {
        if (now.tab !== before.tab || now.filters !== before.filters) void navigate({ search: searchOf(now), replace: true });
      }),
    [navigate],
  );
  return <NothingOpen />;
}
