import { type ClipboardEvent, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';

import { type Attachment, useChatStore } from '../chat-store';

const FILES = 20;
const NONE: Attachment[] = [];

/** Files of a conversation's composer: picked, pasted, or dropped anywhere on the chat. */
export function useFiles(conversationId: string, box: RefObject<HTMLTextAreaElement | null>) {
  const { t } = useTranslation('inbox');
  const attached = useChatStore((state) => state.attached[conversationId]) ?? NONE;
  const setAttached = useChatStore((state) => state.setAttached);
  const [over, setOver] = useState(false);

  const attach = (files: FileList | null | undefined) => {
    if (!files) return;
    const before = useChatStore.getState().attached[conversationId] ?? NONE;
    const all = [...before, ...[...files].map((file) => ({ id: newId(), file, caption: '' }))];
    if (all.length > FILES) toast.show({ tone: 'plain', title: t('tooMany', { count: FILES }) });
    setAttached(conversationId, all.slice(0, FILES));
    box.current?.focus();
  };
  useEffect(() => {
    const chat = box.current?.closest('section');
    if (!chat) return;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => !chat.contains(event.relatedTarget as Node | null) && setOver(false);
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      attach(event.dataTransfer?.files);
    };
    chat.addEventListener('dragover', onOver);
    chat.addEventListener('dragleave', onLeave);
    chat.addEventListener('drop', onDrop);
    return () => {
      chat.removeEventListener('dragover', onOver);
      chat.removeEventListener('dragleave', onLeave);
      chat.removeEventListener('drop', onDrop);
    };
    // `attach` reads the store anew each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [conversationId, box]);

  return {
    attached,
    over,
    attach,
    setAttached: (files: Attachment[]) => setAttached(conversationId, files),
    onPaste(event: ClipboardEvent) {
      if (event.clipboardData.files.length === 0) return;
      event.preventDefault();
      attach(event.clipboardData.files);
    },
  };
}
