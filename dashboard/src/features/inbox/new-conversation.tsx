import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, problemCode, ProblemError, unwrap } from '@/api/client';
import { channelChoices, departmentList } from '@/api/directory';
import type { Schemas } from '@/api/types';
import { Segments } from '@/components/segments';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useMe } from '@/lib/auth-store';
import { phone as readable } from '@/lib/format';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';
import { placeConversation } from '@/realtime/start';

import { useChatStore } from './chat-store';
import { charactersLeft, prefixOf } from './prefix';
import { displayName } from './state';
import { type TemplateChoice, TemplateForm } from './templates/template-form';

const NONE = 'none';

/** Writes to somebody first: who, over which channel, and what. */
export default function NewConversation() {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const me = useMe();
  const navigate = useNavigate();
  const set = useChatStore((state) => state.set);
  const close = () => set({ dialog: null });
  const channels = useQuery(channelChoices());
  const departments = useQuery(departmentList());
  const [phone, setPhone] = useState('');
  const [name, setName] = useState('');
  const [picked, setPicked] = useState<string | undefined>();
  const [departmentId, setDepartmentId] = useState(me.departmentId ?? NONE);
  const [kind, setKind] = useState<'text' | 'template'>('text');
  const [text, setText] = useState('');
  const [template, setTemplate] = useState<TemplateChoice>(null);
  const [wrong, setWrong] = useState<string | undefined>();
  const key = useRef(newId());

  const usable = channels.data ?? [];
  const channel = usable.find(({ id }) => id === picked) ?? usable.find(({ isDefault }) => isDefault);
  const meta = channel?.provider === 'META';
  const asTemplate = meta && kind === 'template';

  const department = departments.data?.find(({ id }) => id === departmentId) ?? null;
  const longest = charactersLeft('', prefixOf(me, { department }), 'text');

  const digits = useDeferredValue(phone.replace(/\D/g, ''));
  const active = useQuery({
    queryKey: ['phone-check', digits],
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations', { params: { query: { search: digits, status: 'OPEN,ASSIGNED', limit: 1 } }, signal })),
    enabled: digits.length >= 8,
    staleTime: 5_000,
  });
  const talking = digits.length >= 8 ? active.data?.[0] : undefined;
  const open = (id: string) => {
    close();
    void navigate({ to: '/dashboard/c/$id', params: { id } });
  };

  const start = useMutation({
    mutationFn: (body: Schemas['NewConversation']) => unwrap(api.POST('/api/conversations', { headers: { 'Idempotency-Key': key.current }, body })),
    onSuccess(conversation) {
      placeConversation(conversation);
      open(conversation.id);
    },
    onError(error) {
      // A refused call has begun nothing; the next attempt may say something else.
      key.current = newId();
      const code = problemCode(error);
      const field = error instanceof ProblemError ? error.problem.errors.find((each) => each.field === 'phone') : undefined;
      if (code === 'window_closed' && meta) setKind('template');
      if (error instanceof ProblemError && (field || code === 'not_on_whatsapp' || code === 'active_conversation_exists')) setWrong(field?.message ?? error.problem.detail ?? error.problem.title);
      else toast.problem(error);
    },
  });
  const ready = digits.length >= 8 && (asTemplate ? template !== null : true);
  const submit = () =>
    start.mutate({
      phone: phone.trim(),
      ...(channel && { channelId: channel.id }),
      ...(name.trim() && { name: name.trim() }),
      ...(departmentId !== NONE && { departmentId }),
      ...(asTemplate && template && { template }),
      ...(!asTemplate && text.trim() && { message: text.trim() }),
    });

  return (
    <Dialog
      open
      onOpenChange={close}
      title={t('new.title')}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="new-conversation" variant="primary" disabled={!ready} busy={start.isPending}>
            {t('new.do')}
          </Button>
        </>
      }
    >
      <form
        id="new-conversation"
        className="flex flex-col gap-4 pt-1"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !start.isPending) submit();
        }}
      >
        {usable.length > 1 && (
          <Field label={t('channel')}>
            {(wiring) => <Select {...wiring} value={channel?.id} onChange={setPicked} choices={usable.map((each) => ({ value: each.id, label: each.name }))} />}
          </Field>
        )}
        <Field label={t('new.phone')} hint={t('new.phoneHint')} error={wrong}>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              type="tel"
              inputMode="tel"
              value={phone}
              placeholder="11 98888-0001"
              onChange={(event) => {
                setPhone(event.target.value);
                setWrong(undefined);
              }}
            />
          )}
        </Field>
        {talking && (
          <p role="status" className="-mt-2 flex flex-wrap items-center gap-x-3 rounded-md bg-warn-soft px-2.5 py-1.5 text-sm text-ink">
            <span className="min-w-0 flex-1">{t('new.talking', { name: displayName(talking, readable) })}</span>
            <Button variant="link" onClick={() => open(talking.id)}>
              {t('new.open')}
            </Button>
          </p>
        )}
        <Field label={t('new.name')} hint={t('new.nameHint')}>
          {(wiring) => <Input {...wiring} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t('department')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={departmentId}
              onChange={setDepartmentId}
              choices={[{ value: NONE, label: common('none') }, ...(departments.data ?? []).map((each) => ({ value: each.id, label: <Coloured color={each.color}>{each.name}</Coloured> }))]}
            />
          )}
        </Field>
        {meta && (
          <Segments<'text' | 'template'>
            label={t('new.what')}
            value={kind}
            onChange={setKind}
            className="self-start"
            choices={[
              { value: 'text', label: t('new.asText') },
              { value: 'template', label: t('new.asTemplate') },
            ]}
          />
        )}
        {meta && <p className="-mt-2 text-xs text-ink-3">{t('new.metaHint')}</p>}
        {asTemplate ? (
          <TemplateForm channelId={channel.id} onChange={setTemplate} />
        ) : (
          <Field label={t('new.message')} hint={t('new.messageHint')}>
            {(wiring) => <Textarea {...wiring} rows={3} maxLength={longest} value={text} onChange={(event) => setText(event.target.value)} />}
          </Field>
        )}
      </form>
    </Dialog>
  );
}
