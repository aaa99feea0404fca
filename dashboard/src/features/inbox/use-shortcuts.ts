import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Message } from '@/api/types';
import { usePreferences } from '@/lib/preferences';
import { isCovered, isTyping } from '@/lib/shortcuts';
import type { MessageData } from '@/realtime/messages';
import { knownConversation } from '@/realtime/start';

import { useActions } from './actions';
import { useChatStore } from './chat-store';
import { useConversations } from './use-lists';

export function focusComposer(insert = ''): void {
  const box = document.querySelector<HTMLTextAreaElement>('#composer');
  box?.focus();
  if (box && insert && box.value === '') document.execCommand('insertText', false, insert);
}

/** The newest message of the customer that is loaded. */
function lastOfCustomer(conversationId: string): Message | undefined {
  const history = queryClient.getQueryData<MessageData>(keys.messages(conversationId));
  return history?.pages[0]?.messages.find((message) => message.direction === 'INBOUND' && !message.revokedAt);
}

/** The conversation that the address names: the page follows it, and the next key may come before. */
const addressed = (pathname: string) => /^\/dashboard\/c\/([^/]+)/.exec(pathname)?.[1];

/** Single letters, outside of anything one writes in or that is open above the page. */
export function useShortcuts(selected: string | undefined) {
  const router = useRouter();
  const { items } = useConversations();
  const set = useChatStore((state) => state.set);
  const actions = useActions(selected ?? '');
  const { shortcuts } = usePreferences();
  useEffect(() => {
    if (!shortcuts) return;
    const { navigate } = router;
    const move = (by: number) => {
      if (!items || items.length === 0) return;
      const here = addressed(router.history.location.pathname);
      const at = items.findIndex((item) => item.id === here);
      const next = items[at === -1 ? 0 : Math.min(items.length - 1, Math.max(0, at + by))];
      if (next) void navigate({ to: '/dashboard/c/$id', params: { id: next.id } });
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (isCovered()) return;
      // Nothing is done to a conversation that the page is about to leave.
      const shown = selected === addressed(router.history.location.pathname);
      const conversation = selected && shown ? knownConversation(selected) : undefined;
      const live = conversation?.status === 'OPEN' || conversation?.status === 'ASSIGNED';
      const deeds: Record<string, () => void> = {
        j: () => move(1),
        k: () => move(-1),
        ...(selected && { Escape: () => void navigate({ to: '/dashboard' }) }),
        ...(conversation && {
          r: () => {
            const last = lastOfCustomer(conversation.id);
            if (last && live) useChatStore.getState().setReplyTo(conversation.id, last);
            focusComposer();
          },
          '/': () => focusComposer('/'),
          n: () => {
            set({ panel: true });
            setTimeout(() => document.querySelector<HTMLTextAreaElement>('#note')?.focus(), 50);
          },
          u: () => actions.unread(),
        }),
        ...(live && {
          e: () => actions.resolve(),
          a: () => actions.take(),
          t: () => set({ dialog: 'transfer' }),
        }),
      };
      const deed = deeds[event.key] ?? deeds[event.key.toLowerCase()];
      if (!deed) return;
      event.preventDefault();
      deed();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
