import { useMutation, useQuery } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { conversationNotes } from '@/api/conversations';
import { colleagueList } from '@/api/directory';
import { queryClient } from '@/api/query-client';
import type { User } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/input';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { shortTime } from '@/lib/format';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';

import { mentionAt, readable, withMention, written } from './mentions';

/** What the team tells itself; the customer never sees it. */
export function Notes({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const me = useMe();
  const notes = useQuery(conversationNotes(conversationId));
  const colleagues = useQuery(colleagueList()).data ?? [];
  const [text, setText] = useState('');
  /** The note that is being changed; null while a new one is written. */
  const [editing, setEditing] = useState<string | null>(null);
  const key = useRef(newId());
  const { queryKey } = conversationNotes(conversationId);

  const create = useMutation({
    mutationFn: (content: string) =>
      unwrap(api.POST('/api/conversations/{id}/notes', { params: { path: { id: conversationId } }, headers: { 'Idempotency-Key': key.current }, body: { content } })),
    onSuccess(note) {
      key.current = newId();
      setText('');
      queryClient.setQueryData(queryKey, (page) => page && { ...page, items: [...page.items.filter((other) => other.id !== note.id), note] });
    },
    onError: toast.problem,
  });
  const update = useMutation({
    mutationFn: ({ note, content }: { note: string; content: string }) =>
      unwrap(api.PATCH('/api/conversations/{id}/notes/{note}', { params: { path: { id: conversationId, note } }, body: { content } })),
    onSuccess(note) {
      setEditing(null);
      setText('');
      queryClient.setQueryData(queryKey, (page) => page && { ...page, items: page.items.map((other) => (other.id === note.id ? note : other)) });
    },
    onError: toast.problem,
  });
  const remove = useMutation({
    mutationFn: (note: string) => unwrap(api.DELETE('/api/conversations/{id}/notes/{note}', { params: { path: { id: conversationId, note } } })),
    onSuccess: (_, note) => queryClient.setQueryData(queryKey, (page) => page && { ...page, items: page.items.filter((other) => other.id !== note) }),
    onError: toast.problem,
  });
  const content = written(text.trim(), colleagues);
  const save = () => {
    if (!content) return;
    if (editing) update.mutate({ note: editing, content });
    else create.mutate(content);
  };
  const query = mentionAt(text);
  const found = query === null ? [] : colleagues.filter(({ name }) => name.toLocaleLowerCase().includes(query.toLocaleLowerCase())).slice(0, 5);
  const mention = (user: User) => {
    setText(withMention(text, user.name));
    document.querySelector<HTMLTextAreaElement>('#note')?.focus();
  };

  return (
    <div className="flex flex-col gap-2">
      {notes.data?.items.map((note) => (
        <article key={note.id} className="group rounded-md bg-note px-2.5 py-1.5 text-sm">
          <p className="flex items-center gap-1.5 text-xs text-ink-3">
            <span className="truncate font-medium text-ink-2">{note.author?.name}</span>
            <time dateTime={note.createdAt} className="tnum">
              {shortTime(note.createdAt, common('yesterday'))}
            </time>
            {(note.author?.id === me.id || reaches(me.role, 'ADMIN')) && (
              <span className="ml-auto flex gap-1 opacity-0 focus-within:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100">
                <button
                  type="button"
                  aria-label={t('panel.noteEdit')}
                  className="rounded"
                  onClick={() => {
                    setEditing(note.id);
                    setText(readable(note.content, colleagues));
                    document.querySelector<HTMLTextAreaElement>('#note')?.focus();
                  }}
                >
                  <Pencil className="size-3.5" />
                </button>
                <button type="button" aria-label={t('panel.noteDelete')} className="rounded" onClick={() => remove.mutate(note.id)}>
                  <Trash2 className="size-3.5" />
                </button>
              </span>
            )}
          </p>
          <p className="whitespace-pre-wrap break-words">{readable(note.content, colleagues)}</p>
        </article>
      ))}
      <Textarea
        id="note"
        rows={1}
        value={text}
        aria-label={t('panel.noteWrite')}
        placeholder={t('panel.noteWrite')}
        className="min-h-8.5 field-sizing-content resize-none text-sm"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          const [first] = found;
          if (first && (event.key === 'Tab' || (event.key === 'Enter' && !event.ctrlKey && !event.metaKey))) {
            event.preventDefault();
            mention(first);
          }
          if (event.key === 'Escape') {
            if (editing) {
              setEditing(null);
              setText('');
            } else event.currentTarget.blur();
          }
        }}
      />
      {found.length > 0 && (
        <div role="group" aria-label={t('panel.mention')} className="flex flex-wrap gap-1">
          {found.map((user) => (
            <Button key={user.id} size="sm" variant="soft" onClick={() => mention(user)}>
              @{user.name}
            </Button>
          ))}
        </div>
      )}
      {text.trim() && (
        <Button className="self-end" size="sm" busy={create.isPending || update.isPending} onClick={save}>
          {t(editing ? 'panel.noteUpdate' : 'panel.noteSave')}
        </Button>
      )}
    </div>
  );
}
