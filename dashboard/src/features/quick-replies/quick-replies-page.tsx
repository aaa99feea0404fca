import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis, Plus, Zap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { quickReplyList } from '@/api/directory';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { QuickReply } from '@/api/types';
import { Page } from '@/components/page';
import { SearchInput } from '@/components/search-input';
import { Segments } from '@/components/segments';
import { EmptyState, ErrorState, Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Kbd } from '@/components/ui/kbd';
import { Menu, MenuItem } from '@/components/ui/menu';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { toast } from '@/lib/toast';

import { Editor } from './editor';
import { grouped } from './variables';

/** Texts one need not write again: those of the company and one's own. */
export function QuickRepliesPage() {
  const { t } = useTranslation('quick-replies');
  const common = useTranslation().t;
  const me = useMe();
  const replies = useQuery(quickReplyList());
  const [search, setSearch] = useState('');
  const [scope, setScope] = useState<'all' | QuickReply['scope']>('all');
  const [editing, setEditing] = useState<QuickReply | 'new' | null>(null);
  const [leaving, setLeaving] = useState<QuickReply | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/quick-replies/{id}', { params: { path: { id } } })),
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.quickReplies() });
      setLeaving(null);
    },
    onError: toast.problem,
  });
  const mayChange = (reply: QuickReply) => (reply.scope === 'PERSONAL' ? reply.ownerId === me.id : reaches(me.role, 'SUPERVISOR'));
  const groups = replies.data && grouped(replies.data, search, scope);
  const create = (
    <Button variant="primary" onClick={() => setEditing('new')}>
      <Plus />
      {t('new')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={create}
      toolbar={
        <>
          <SearchInput label={t('search')} value={search} onChange={setSearch} />
          <Segments
            label={t('scope')}
            value={scope}
            onChange={(next) => setScope(next)}
            choices={(['all', 'COMPANY', 'PERSONAL'] as const).map((value) => ({ value, label: t(`scopes.${value}`) }))}
          />
        </>
      }
    >
      {replies.error ? (
        <ErrorState error={replies.error} retry={() => void replies.refetch()} />
      ) : !groups ? (
        Array.from({ length: 5 }, (_, index) => <Skeleton key={index} className="my-3 h-10" />)
      ) : groups.length === 0 ? (
        <EmptyState icon={Zap} title={t(search || scope !== 'all' ? 'noneFound' : 'emptyTitle')} text={t('emptyText')} action={search || scope !== 'all' ? undefined : create} />
      ) : (
        groups.map((group) => (
          <section key={group.category ?? ''} className="pb-6">
            <h2 className="pb-1 text-sm font-semibold">{group.category ?? t('noCategory')}</h2>
            <ul className="divide-y border-y">
              {group.items.map((reply) => (
                <li key={reply.id} className="flex items-center gap-3 py-2">
                  <button type="button" className="min-w-0 flex-1 rounded text-left" disabled={!mayChange(reply)} onClick={() => setEditing(reply)}>
                    <span className="flex items-center gap-2 text-sm">
                      <span className="truncate font-medium">{reply.title}</span>
                      {reply.shortcut && <Kbd>/{reply.shortcut}</Kbd>}
                      {reply.scope === 'PERSONAL' && <span className="text-xs text-ink-3">{t('mine')}</span>}
                    </span>
                    <span className="block truncate text-sm text-ink-3">{reply.content}</span>
                  </button>
                  {mayChange(reply) && (
                    <Menu
                      trigger={
                        <Button variant="ghost" size="icon-sm" aria-label={`${common('actions')}: ${reply.title}`}>
                          <Ellipsis />
                        </Button>
                      }
                    >
                      <MenuItem onSelect={() => setEditing(reply)}>{common('edit')}</MenuItem>
                      <MenuItem danger onSelect={() => setLeaving(reply)}>
                        {common('delete')}
                      </MenuItem>
                    </Menu>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
      {editing && <Editor key={editing === 'new' ? 'new' : editing.id} reply={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      <Confirm
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t('deleteTitle', { title: leaving?.title })}
        description={t('deleteText')}
        action={common('delete')}
        danger
        busy={remove.isPending}
        onConfirm={() => leaving && remove.mutate(leaving.id)}
      />
    </Page>
  );
}
