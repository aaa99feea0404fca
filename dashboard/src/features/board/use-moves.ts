import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Schemas } from '@/api/types';
import { toast } from '@/lib/toast';
import { placeConversation } from '@/realtime/start';

import { withoutWaiting } from './deadline';

type Move = { conversationId: string; customer: string } & ({ userId: string; name: string; force: boolean } | { departmentId: string; name: string });

/** Gives a waiting customer to an agent or to another department. The card leaves at once, and comes back when it was refused. */
export function useMove() {
  const { t } = useTranslation('board');
  return useMutation({
    mutationFn: (move: Move) => {
      const params = { path: { id: move.conversationId } };
      return 'userId' in move
        ? unwrap(api.POST('/api/conversations/{id}/assign', { params, body: { userId: move.userId, force: move.force } }))
        : unwrap(api.POST('/api/conversations/{id}/transfer', { params, body: { departmentId: move.departmentId, force: false } }));
    },
    async onMutate({ conversationId }) {
      await queryClient.cancelQueries({ queryKey: keys.board() });
      const before = queryClient.getQueryData<Schemas['Board']>(keys.board());
      if (before) queryClient.setQueryData(keys.board(), withoutWaiting(before, conversationId), { updatedAt: queryClient.getQueryState(keys.board())?.dataUpdatedAt });
      return { before };
    },
    onSuccess(conversation, move) {
      placeConversation(conversation);
      toast.ok(t('moved', { customer: move.customer, to: move.name }));
    },
    onError(error, _, kept) {
      if (kept?.before) queryClient.setQueryData(keys.board(), kept.before);
      toast.problem(error);
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.board() }),
  });
}
