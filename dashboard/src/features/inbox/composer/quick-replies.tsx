import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { quickReplyList } from '@/api/directory';
import type { Conversation, QuickReply } from '@/api/types';
import { toast } from '@/lib/toast';
import { cn } from '@/lib/utils';

interface Props {
  conversation: Conversation;
  query: string;
  onChoose(content: string): void;
  onClose(): void;
  box: RefObject<HTMLTextAreaElement | null>;
}

/** Above the composer while its text begins with `/`. Variables are filled in by the server. */
export function QuickReplies({ conversation, query, onChoose, onClose, box }: Props) {
  const { t } = useTranslation('inbox');
  const replies = useQuery(quickReplyList());
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const wanted = query.toLocaleLowerCase();
    return (replies.data ?? []).filter((reply) => [reply.shortcut, reply.title, reply.content].some((text) => text?.toLocaleLowerCase().includes(wanted))).slice(0, 8);
  }, [replies.data, query]);
  const current = Math.min(at, Math.max(0, found.length - 1));

  const choose = async (reply: QuickReply) => {
    try {
      const { content } = await unwrap(api.POST('/api/quick-replies/{id}/render', { params: { path: { id: reply.id } }, body: { conversationId: conversation.id } }));
      onChoose(content);
      box.current?.focus();
    } catch (error) {
      toast.problem(error);
    }
  };
  useEffect(() => {
    const area = box.current;
    const onKey = (event: KeyboardEvent) => {
      const reply = found[current];
      if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, current + 1));
      else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1));
      else if ((event.key === 'Enter' || event.key === 'Tab') && reply) void choose(reply);
      else if (event.key === 'Escape') onClose();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the composer's own handler, which would send.
    area?.addEventListener('keydown', onKey);
    return () => area?.removeEventListener('keydown', onKey);
  });

  if (!replies.data) return null;
  return (
    <div role="listbox" aria-label={t('quickReplies')} className="animate-rise absolute inset-x-3 bottom-full mb-1 max-h-72 overflow-y-auto rounded-lg border bg-raised p-1 shadow-pop">
      {found.length === 0 && <p className="px-2.5 py-2 text-sm text-ink-3">{t('noQuickReplies')}</p>}
      {found.map((reply, index) => (
        <button
          key={reply.id}
          type="button"
          role="option"
          aria-selected={index === current}
          onMouseEnter={() => setAt(index)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void choose(reply)}
          className={cn('flex w-full items-baseline gap-3 rounded-md px-2.5 py-1.5 text-left text-sm', index === current && 'bg-hover')}
        >
          <span className="shrink-0 font-medium">{reply.title}</span>
          <span className="min-w-0 flex-1 truncate text-ink-3">{reply.content}</span>
          {reply.shortcut && <span className="shrink-0 text-xs text-ink-3">/{reply.shortcut}</span>}
        </button>
      ))}
    </div>
  );
}
