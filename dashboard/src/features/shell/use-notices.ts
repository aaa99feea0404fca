import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useAuthStore } from '@/lib/auth-store';
import { phone } from '@/lib/format';
import { read } from '@/lib/preferences';
import { toast } from '@/lib/toast';
import { onEvent, viewerOf } from '@/realtime/start';

import { noticeOf, onceUntilRead, readBy } from './notices';

/** A toast, a sound, and a notice of the browser when nobody looks, for what concerns this user; one per conversation until it is read. */
export function useNotices() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  useEffect(() => {
    const once = onceUntilRead();
    return onEvent((frame, known) => {
      const me = useAuthStore.getState().user;
      if (!me) return;
      const notice = noticeOf(frame, known, viewerOf(me));
      const seen = readBy(frame);
      if (notice && !location.pathname.endsWith(notice.conversationId)) {
        const { kind, conversationId } = notice;
        const name = notice.name?.startsWith('+') ? phone(notice.name) : notice.name;
        const open = () => void navigate({ to: '/dashboard/c/$id', params: { id: conversationId } });
        const title = t(`notify.${kind}`);
        // One that is still on the screen says the newest; only the first makes itself heard.
        toast.show({ id: `conversation-${conversationId}`, tone: 'plain', title, text: name ?? undefined, action: { label: t('notify.open'), run: open } });
        if (once.first(conversationId)) {
          const wanted = read(me.preferences);
          if (wanted.sound) void import('@/lib/sound').then(({ play }) => play(kind));
          if (document.hidden && wanted.notifications && 'Notification' in window && Notification.permission === 'granted') {
            const shown = new Notification(title, { body: name ?? undefined, tag: conversationId });
            shown.onclick = () => {
              focus();
              open();
            };
          }
        }
      }
      if (seen) once.read(seen);
    });
  }, [navigate, t]);
}
