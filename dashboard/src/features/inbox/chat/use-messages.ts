import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { messageHistory } from '@/api/conversations';

/** The history of a conversation and of the episodes before it, as far back as it is loaded, the oldest first. */
export function useMessages(conversationId: string) {
  const history = useInfiniteQuery(messageHistory(conversationId));
  const messages = useMemo(() => history.data?.pages.flatMap((page) => page.messages).toReversed(), [history.data]);
  return { history, messages };
}
