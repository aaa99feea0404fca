import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Conversation, Schemas } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';
import { type MessageData, putMessage } from '@/realtime/messages';

import { type TemplateChoice, TemplateForm } from './template-form';

/** What META takes when its window is closed. */
export default function TemplateDialog({ conversation, onClose }: { conversation: Conversation; onClose(): void }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const [choice, setChoice] = useState<TemplateChoice>(null);
  const key = useRef(newId());
  const send = useMutation({
    mutationFn: (body: Schemas['SendTemplate']) => unwrap(api.POST('/api/messages/send-template', { headers: { 'Idempotency-Key': key.current }, body })),
    onSuccess(message) {
      queryClient.setQueryData<MessageData>(keys.messages(conversation.id), (data) => data && putMessage(data, message));
      onClose();
    },
    onError: toast.problem,
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('template.title')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" disabled={!choice} busy={send.isPending} onClick={() => choice && send.mutate({ conversationId: conversation.id, ...choice })}>
            {t('send')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pt-1">
        <TemplateForm
          channelId={conversation.channelId}
          onChange={(next) => {
            // Another text is another message.
            key.current = newId();
            setChoice(next);
          }}
        />
      </div>
    </Dialog>
  );
}
