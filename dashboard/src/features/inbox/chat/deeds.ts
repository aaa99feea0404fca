import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import type { Message } from '@/api/types';
import { toast } from '@/lib/toast';

import { useChatStore } from '../chat-store';
import { focusComposer } from '../use-shortcuts';

export const REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** Nothing hovers over a touch screen: there a finger that rests on the bubble opens its menu. */
export const TOUCH = matchMedia('(hover: none), (max-width: 639px)').matches;

/** What one can do with a message; what is not there cannot be done with this one. */
export function useDeeds(message: Message) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const setReplyTo = useChatStore((state) => state.setReplyTo);
  const { conversationId, content, direction, media, mediaUrl, type } = message;
  const path = { params: { path: { id: message.id } } };
  return {
    /** The server does not have it yet, or it was taken back. */
    none: message.id === message.clientId || message.revokedAt !== null,
    reply() {
      setReplyTo(conversationId, message);
      focusComposer();
    },
    react: direction === 'INBOUND' && ((emoji: string) => void unwrap(api.PUT('/api/messages/{id}/reaction', { ...path, body: { emoji } })).catch(toast.problem)),
    copy: content !== null && content !== '' && (() => void navigator.clipboard.writeText(content).then(() => toast.ok(common('copied')))),
    cancel: message.status === 'PENDING' && message.sendPhase === 'QUEUED' && (() => void unwrap(api.POST('/api/messages/{id}/cancel', path)).catch(toast.problem)),
    /** `linked`: its view in the bubble can store it already. */
    file: media?.state === 'READY' && mediaUrl !== null && { url: mediaUrl, name: media.fileName ?? t(`kind.${type}`), linked: type === 'DOCUMENT' || type === 'AUDIO' },
  };
}
