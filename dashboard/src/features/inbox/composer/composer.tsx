import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api/types';
import { Button } from '@/components/ui/button';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { useNow } from '@/lib/use-now';

import type { Actions } from '../actions';
import { useChatStore } from '../chat-store';
import { Writer } from './writer';

/** Where one writes; or why one cannot, and what one can do instead. */
export function Composer({ conversation, actions }: { conversation: Conversation; actions: Actions }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const navigate = useNavigate();
  const now = useNow();
  const set = useChatStore((state) => state.set);
  const { status, assignedUserId, assignedUser, contact, windowExpiresAt } = conversation;
  const supervisor = reaches(me.role, 'SUPERVISOR');

  const bar = (text: string, buttons?: React.ReactNode) => (
    <footer className="flex min-h-14 flex-wrap items-center justify-center gap-x-4 gap-y-2 border-t bg-surface px-4 py-2.5 text-sm text-ink-2">
      <p>{text}</p>
      {buttons && <div className="flex gap-2">{buttons}</div>}
    </footer>
  );
  if (status === 'RESOLVED' || status === 'ARCHIVED') {
    return bar(
      t(`closed.${status}`),
      <>
        <Button onClick={actions.reopen}>{t('reopen')}</Button>
        <Button variant="primary" onClick={() => actions.startNew(({ id }) => void navigate({ to: '/dashboard/c/$id', params: { id } }))}>
          {t('startNew')}
        </Button>
      </>,
    );
  }
  if (contact.blocked) return bar(t('closed.blocked'));
  if (assignedUserId !== null && assignedUserId !== me.id && !supervisor) return bar(t('closed.other', { name: assignedUser?.name ?? '' }));
  if (windowExpiresAt && Date.parse(windowExpiresAt) <= now) {
    return bar(
      t('closed.window'),
      <Button variant="primary" onClick={() => set({ dialog: 'template' })}>
        {t('template.title')}
      </Button>,
    );
  }
  return <Writer conversation={conversation} />;
}
