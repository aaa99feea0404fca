import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { colleagueList } from '@/api/directory';
import type { Conversation } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Checkbox } from '@/components/ui/toggles';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { cn } from '@/lib/utils';

import type { Actions } from '../actions';
import { AgentLine } from './agent-line';

/** Hands the conversation to a colleague of its department. */
export default function GiveDialog({ conversation, actions, onClose }: { conversation: Conversation; actions: Actions; onClose(): void }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const me = useMe();
  const [userId, setUserId] = useState<string | null>(null);
  const [force, setForce] = useState(false);
  const colleagues = useQuery(colleagueList());
  const { departmentId, assignedUserId } = conversation;
  const choices = (colleagues.data ?? [])
    .filter((user) => user.id !== assignedUserId && (departmentId === null || user.departments.some((department) => department.id === departmentId)))
    .sort((a, b) => Number(a.onlineStatus === 'OFFLINE') - Number(b.onlineStatus === 'OFFLINE') || a.activeConversations - b.activeConversations);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('give.title')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" disabled={!userId} busy={actions.busy} onClick={() => userId && actions.give(userId, force, onClose)}>
            {t('give.do')}
          </Button>
        </>
      }
    >
      <div role="radiogroup" aria-label={t('agent')} className="flex flex-col">
        {choices.map((user) => (
          <button
            key={user.id}
            type="button"
            role="radio"
            aria-checked={user.id === userId}
            disabled={user.onlineStatus === 'OFFLINE'}
            onClick={() => setUserId(user.id)}
            className={cn('flex h-10 items-center rounded-md px-2.5 text-sm hover:bg-hover disabled:opacity-50', user.id === userId && 'bg-accent-soft')}
          >
            <AgentLine user={user} />
          </button>
        ))}
      </div>
      {reaches(me.role, 'SUPERVISOR') && (
        <label className="mt-3 flex items-center gap-2 text-sm text-ink-2">
          <Checkbox checked={force} onCheckedChange={(checked) => setForce(checked === true)} />
          {t('give.force')}
        </label>
      )}
    </Dialog>
  );
}
