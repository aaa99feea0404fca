import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { plainText } from '@/components/formatted-text';
import { phone, shortTime } from '@/lib/format';

import { useChatStore } from '../chat-store';
import { displayName } from '../state';

/** Below the conversations that fit: messages with these words. */
export function MessageHits() {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const query = useDeferredValue(useChatStore((state) => state.search).trim());
  const set = useChatStore((state) => state.set);
  const found = useQuery({
    queryKey: ['message-search', query],
    queryFn: ({ signal }) => unwrap(api.GET('/api/messages/search', { params: { query: { query, limit: 20 } }, signal })),
    enabled: query.length >= 2,
    staleTime: 10_000,
  });
  if (!found.data || found.data.length === 0) return null;
  return (
    <div className="pb-4">
      <h3 className="px-3 pb-1 pt-4 text-xs font-medium text-ink-3">{t('inMessages')}</h3>
      {found.data.map((hit) => (
        <Link key={hit.id} to="/dashboard/c/$id" params={{ id: hit.conversationId }} onClick={() => set({ sought: { conversationId: hit.conversationId, messageId: hit.id } })} className="block border-b px-3 py-2 hover:bg-hover">
          <span className="flex items-baseline gap-2">
            <span className="truncate text-sm font-medium">{displayName(hit.conversation, phone)}</span>
            <span className="tnum ml-auto shrink-0 text-xs text-ink-3">{shortTime(hit.createdAt, common('yesterday'))}</span>
          </span>
          <span className="line-clamp-2 text-sm text-ink-2">
            <Highlighted text={plainText(hit.content ?? '')} words={query} />
          </span>
        </Link>
      ))}
    </div>
  );
}

function Highlighted({ text, words }: { text: string; words: string }) {
  const at = text.toLocaleLowerCase().indexOf(words.toLocaleLowerCase());
  if (at < 0) return text;
  const start = Math.max(0, at - 40);
  return (
    <>
      {start > 0 && '…'}
      {text.slice(start, at)}
      <mark className="rounded-sm bg-warn-soft text-ink">{text.slice(at, at + words.length)}</mark>
      {text.slice(at + words.length)}
    </>
  );
}
