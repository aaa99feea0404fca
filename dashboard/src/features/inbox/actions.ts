import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, problemDetail, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Conversation } from '@/api/types';
import { useMe } from '@/lib/auth-store';
import { toast } from '@/lib/toast';
import { knownConversation, placeConversation } from '@/realtime/start';

interface Act {
  /** What it will look like, shown before the server has answered. */
  foresee?(conversation: Conversation): Partial<Conversation>;
  call(id: string): Promise<Conversation | undefined>;
  done?(conversation: Conversation): void;
}

/** What one does to a conversation: seen at once, taken back with the server's words when it refuses. */
export function useActions(id: string) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const me = useMe();
  const path = { params: { path: { id } } };
  const run = useMutation({
    mutationFn: (act: Act) => act.call(id),
    onMutate(act) {
      const before = knownConversation(id);
      if (before && act.foresee) placeConversation({ ...before, ...act.foresee(before) });
      return { before };
    },
    onSuccess(answer, act) {
      if (answer) {
        // The list's own facts are not in every answer.
        const { lastMessage, pinned } = knownConversation(id) ?? answer;
        const fresh = { ...answer, lastMessage: answer.lastMessage ?? lastMessage, pinned };
        placeConversation(fresh);
        act.done?.(fresh);
      }
      void queryClient.invalidateQueries({ queryKey: keys.counts() });
    },
    onError(error, _, kept) {
      // What an event told meanwhile is newer than what was before.
      if (kept?.before && (knownConversation(id)?.version ?? 0) <= kept.before.version) placeConversation(kept.before);
      toast.show({ tone: 'danger', title: problemDetail(error, common('unreachable')) });
    },
  });

  const mine = { id: me.id, name: me.name, email: me.email, onlineStatus: me.onlineStatus };
  const reopen = () => run.mutate({ call: () => unwrap(api.PATCH('/api/conversations/{id}/status', { ...path, body: { status: 'OPEN', assignToMe: true } })) });
  return {
    busy: run.isPending,
    take: (force = false) =>
      run.mutate({
        foresee: () => ({ status: 'ASSIGNED', flowState: 'ASSIGNED', assignedUserId: me.id, assignedUser: mine, queuedAt: null }),
        call: () => unwrap(api.POST('/api/conversations/{id}/assign', { ...path, body: { force } })),
      }),
    give: (userId: string, force: boolean, done: () => void) =>
      run.mutate({ call: () => unwrap(api.POST('/api/conversations/{id}/assign', { ...path, body: { userId, force } })), done }),
    release: () => run.mutate({ call: () => unwrap(api.POST('/api/conversations/{id}/unassign', path)) }),
    resolve: (sendMessage = true) =>
      run.mutate({
        foresee: () => ({ status: 'RESOLVED', flowState: 'RESOLVED', assignedUserId: null, assignedUser: null, lastAttendantId: me.id, waitingSince: null }),
        call: () => unwrap(api.POST('/api/conversations/{id}/resolve', { ...path, body: { sendMessage } })),
        done: () => toast.show({ tone: 'ok', title: t('resolved'), action: { label: t('undo'), run: reopen } }),
      }),
    transfer: (body: { departmentId: string; userId?: string; note?: string; force: boolean }, done: () => void) =>
      run.mutate({
        call: () => unwrap(api.POST('/api/conversations/{id}/transfer', { ...path, body })),
        done() {
          toast.ok(t('transfer.done'));
          done();
        },
      }),
    archive: () => run.mutate({ foresee: () => ({ status: 'ARCHIVED' }), call: () => unwrap(api.PATCH('/api/conversations/{id}/status', { ...path, body: { status: 'ARCHIVED', assignToMe: false } })) }),
    reopen,
    startNew: (done: (conversation: Conversation) => void) => run.mutate({ call: () => unwrap(api.POST('/api/conversations/{id}/start', path)), done }),
    read: () => run.mutate({ foresee: () => ({ unreadCount: 0 }), call: () => unwrap(api.POST('/api/conversations/{id}/read', path)) }),
    unread: () => run.mutate({ foresee: () => ({ unreadCount: 1 }), call: () => unwrap(api.POST('/api/conversations/{id}/unread', path)) }),
    bot: (paused: boolean) => run.mutate({ call: () => unwrap(api.POST('/api/conversations/{id}/bot', { ...path, body: { paused } })) }),
    rename: (name: string | null) =>
      run.mutate({ foresee: ({ customerName }) => ({ customerName: name ?? customerName }), call: () => unwrap(api.PATCH('/api/conversations/{id}/customer-name', { ...path, body: { name } })) }),
    tag: (tagIds: string[]) => run.mutate({ call: () => unwrap(api.PUT('/api/conversations/{id}/tags', { ...path, body: { tagIds } })) }),
    pin: (pinned: boolean) =>
      run.mutate({
        foresee: () => ({ pinned }),
        async call() {
          await unwrap(pinned ? api.PUT('/api/conversations/{id}/pin', path) : api.DELETE('/api/conversations/{id}/pin', path));
          return undefined;
        },
      }),
  };
}

export type Actions = ReturnType<typeof useActions>;
