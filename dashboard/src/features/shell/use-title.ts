import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { conversationCounts } from '@/api/conversations';

const TITLE = 'WPPConnector';
/** The same question as the inbox without filters asks, so that it costs no second call. */
const ALL = {};

/** `(3) WPPConnector`: how many conversations have something unread that is one's own to answer. */
export function useTitle() {
  const unread = useQuery(conversationCounts(ALL)).data?.unreadForMe ?? 0;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${TITLE}` : TITLE;
    return () => {
      document.title = TITLE;
    };
  }, [unread]);
}
