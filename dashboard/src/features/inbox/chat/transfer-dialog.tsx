import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { departmentList } from '@/api/directory';
import { keys } from '@/api/keys';
import type { Conversation } from '@/api/types';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

import type { Actions } from '../actions';
import { AgentLine } from './agent-line';

const ANYONE = 'anyone';

export default function TransferDialog({ conversation, actions, onClose }: { conversation: Conversation; actions: Actions; onClose(): void }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const departments = useQuery(departmentList());
  const [departmentId, setDepartmentId] = useState<string | undefined>();
  const [userId, setUserId] = useState(ANYONE);
  const [note, setNote] = useState('');
  const members = useQuery({
    queryKey: keys.users({ of: departmentId }),
    queryFn: ({ signal }) => unwrap(api.GET('/api/departments/{id}/agents', { params: { path: { id: departmentId ?? '' } }, signal })),
    enabled: departmentId !== undefined,
  });
  const submit = () => {
    if (departmentId) actions.transfer({ departmentId, force: false, ...(userId !== ANYONE && { userId }), ...(note.trim() && { note: note.trim() }) }, onClose);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('transfer.title')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" disabled={!departmentId} busy={actions.busy} onClick={submit}>
            {t('transfer.do')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pt-1">
        <Field label={t('transfer.to')}>
          {(wiring) => (
            <Select
              {...wiring}
              autoFocus
              value={departmentId}
              placeholder={t('department')}
              onChange={(value) => {
                setDepartmentId(value);
                setUserId(ANYONE);
              }}
              choices={(departments.data ?? []).map(({ id, name, color, counts }) => ({
                value: id,
                label: (
                  <span className="flex w-full items-center gap-2">
                    <Coloured color={color}>{name}</Coloured>
                    {counts.online > 0 && <span className="size-1.5 rounded-full bg-ok" />}
                  </span>
                ),
              }))}
            />
          )}
        </Field>
        <Field label={t('transfer.agent')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={userId}
              disabled={!departmentId}
              onChange={setUserId}
              choices={[
                { value: ANYONE, label: t('transfer.anyone') },
                ...(members.data ?? [])
                  .filter((user) => user.id !== conversation.assignedUserId)
                  .map((user) => ({ value: user.id, label: <AgentLine user={user} />, disabled: user.onlineStatus === 'OFFLINE' })),
              ]}
            />
          )}
        </Field>
        <Field label={t('transfer.note')} hint={t('transfer.noteHint')}>
          {(wiring) => <Textarea {...wiring} rows={3} value={note} onChange={(event) => setNote(event.target.value)} />}
        </Field>
      </div>
    </Dialog>
  );
}
