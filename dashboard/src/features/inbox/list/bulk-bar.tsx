import { useMutation, useQuery } from '@tanstack/react-query';
import { Archive, ArrowRightLeft, Check, MailOpen, Tag, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { departmentList, tagList } from '@/api/directory';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Conversation, Schemas } from '@/api/types';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { useMe } from '@/lib/auth-store';
import { toast } from '@/lib/toast';

import { useChatStore } from '../chat-store';

/** The server judges this many at once. */
const AT_ONCE = 100;

type Wish = Omit<Schemas['BulkWish'], 'force' | 'sendMessage'>;

/** The server puts the tags it gets in the place of the old ones: each conversation keeps its own, those with the same go together. */
function tagged(items: Conversation[], picked: string[], tagId: string): Wish[] {
  const groups = new Map<string, Wish & { tagIds: string[] }>();
  for (const id of picked) {
    const own = items.find((item) => item.id === id)?.tags.map((tag) => tag.id);
    // Gone from the list meanwhile: what it has is not known.
    if (!own) continue;
    const tagIds = [...new Set([...own, tagId])].toSorted();
    const group = groups.get(tagIds.join()) ?? { action: 'tag' as const, tagIds, ids: [] };
    group.ids.push(id);
    groups.set(tagIds.join(), group);
  }
  return [...groups.values()];
}

/** What one does with all that are chosen. */
export default function BulkBar({ items }: { items: Conversation[] }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const picked = useChatStore((state) => state.picked) ?? [];
  const set = useChatStore((state) => state.set);
  const departments = useQuery(departmentList());
  const tags = useQuery(tagList());
  const [asked, setAsked] = useState<'resolve' | 'archive' | null>(null);

  const run = useMutation({
    async mutationFn(wishes: Wish[]) {
      const answers = [];
      for (const wish of wishes) answers.push(await unwrap(api.POST('/api/conversations/bulk', { body: { ...wish, force: false, sendMessage: false } })));
      return answers.flatMap(({ results }) => results);
    },
    onSuccess(results) {
      const refused = results.filter(({ status }) => status >= 300);
      const done = results.length - refused.length;
      if (refused.length === 0) toast.ok(t('bulk.done', { count: done }));
      else toast.show({ tone: 'danger', title: t('bulk.refused', { count: refused.length }), text: t('bulk.done', { count: done }) });
      // What was refused stays chosen, for another attempt.
      set({ picked: refused.length > 0 ? refused.map(({ id }) => id) : null });
      void queryClient.invalidateQueries({ queryKey: keys.lists() });
      void queryClient.invalidateQueries({ queryKey: keys.counts() });
    },
    onError: toast.problem,
    onSettled: () => setAsked(null),
  });
  const idle = picked.length === 0 || run.isPending;
  const all = items.slice(0, AT_ONCE).map(({ id }) => id);
  const act = (label: string, icon: React.ReactNode, onClick?: () => void) => (
    <Button variant="ghost" size="icon" aria-label={label} title={label} disabled={idle} onClick={onClick}>
      {icon}
    </Button>
  );
  return (
    <div role="toolbar" aria-label={t('bulk.title')} className="border-b bg-accent-soft px-2 py-1">
      <div className="flex items-center gap-1">
        <span aria-live="polite" className="tnum min-w-0 flex-1 truncate pl-1 text-sm font-medium">
          {t('bulk.chosen', { count: picked.length })}
        </span>
        <Button variant="link" className="px-2!" onClick={() => set({ picked: picked.length === all.length ? [] : all })}>
          {t(picked.length === all.length ? 'bulk.none' : 'bulk.all')}
        </Button>
        <Button variant="ghost" size="icon-sm" aria-label={t('bulk.leave')} onClick={() => set({ picked: null })}>
          <X />
        </Button>
      </div>
      <div className="flex items-center gap-0.5">
        {act(t('actions.take'), <UserPlus />, () => run.mutate([{ action: 'assign', userId: me.id, ids: picked }]))}
        <Menu align="start" trigger={act(t('actions.transfer'), <ArrowRightLeft />)}>
          <MenuLabel>{t('transfer.to')}</MenuLabel>
          {departments.data?.map(({ id, name, color }) => (
            <MenuItem key={id} onSelect={() => run.mutate([{ action: 'transfer', departmentId: id, ids: picked }])}>
              <Coloured color={color}>{name}</Coloured>
            </MenuItem>
          ))}
        </Menu>
        <Menu align="start" trigger={act(t('tag'), <Tag />)}>
          <MenuLabel>{t(tags.data?.length ? 'tag' : 'panel.noTags')}</MenuLabel>
          {tags.data?.map(({ id, name, color }) => (
            <MenuItem key={id} onSelect={() => run.mutate(tagged(items, picked, id))}>
              <Coloured color={color}>{name}</Coloured>
            </MenuItem>
          ))}
        </Menu>
        {act(t('bulk.read'), <MailOpen />, () => run.mutate([{ action: 'read', ids: picked }]))}
        {act(t('actions.resolve'), <Check />, () => setAsked('resolve'))}
        {act(t('actions.archive'), <Archive />, () => setAsked('archive'))}
      </div>
      {asked && (
        <Confirm
          open
          onOpenChange={() => setAsked(null)}
          title={t(`bulk.ask.${asked}`, { count: picked.length })}
          description={t('bulk.silent')}
          action={t(`actions.${asked}`)}
          busy={run.isPending}
          onConfirm={() => run.mutate([{ action: asked, ids: picked }])}
        />
      )}
    </div>
  );
}
