import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { QuickReply } from '@/api/types';
import { PhoneBubble, PhoneScreen } from '@/components/phone-preview';
import { Segments } from '@/components/segments';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { showProblem } from '@/lib/problems';
import { z } from '@/lib/schema';
import { newId } from '@/lib/utils';

import { example, VARIABLES } from './variables';

const schema = z.object({
  title: z.string().trim().min(1).max(80),
  content: z.string().trim().min(1).max(4096),
  shortcut: z.string().regex(/^[a-z0-9_-]{0,30}$/),
  category: z.string().trim().max(60),
  scope: z.enum(['COMPANY', 'PERSONAL']),
});
type Values = z.infer<typeof schema>;

/** A new reply, or changes to one, with what a customer would read. */
export function Editor({ reply, onClose }: { reply: QuickReply | null; onClose(): void }) {
  const { t } = useTranslation('quick-replies');
  const common = useTranslation().t;
  const me = useMe();
  const supervises = reaches(me.role, 'SUPERVISOR');
  const [key] = useState(newId);
  const { register, control, handleSubmit, formState, setError, watch, setValue } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: {
      title: reply?.title ?? '',
      content: reply?.content ?? '',
      shortcut: reply?.shortcut ?? '',
      category: reply?.category ?? '',
      scope: reply?.scope ?? (supervises ? 'COMPANY' : 'PERSONAL'),
    },
  });
  const save = useMutation({
    mutationFn({ scope, ...values }: Values) {
      const body = { ...values, shortcut: values.shortcut || null, category: values.category || null };
      return reply
        ? unwrap(api.PATCH('/api/quick-replies/{id}', { params: { path: { id: reply.id } }, body }))
        : unwrap(api.POST('/api/quick-replies', { body: { ...body, scope }, headers: { 'Idempotency-Key': key } }));
    },
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.quickReplies() });
      onClose();
    },
    onError: (error) => showProblem(error, setError, ['title', 'content', 'shortcut', 'category']),
  });
  const area = useRef<HTMLTextAreaElement | null>(null);
  const content = register('content');
  const text = watch('content');
  const wrong = (name: keyof Values, own: string) => {
    const error = formState.errors[name];
    return error && (error.type === 'server' ? error.message : own);
  };
  const insert = (variable: string) => {
    const at = area.current?.selectionStart ?? text.length;
    setValue('content', `${text.slice(0, at)}{{${variable}}}${text.slice(area.current?.selectionEnd ?? at)}`, { shouldDirty: true });
    area.current?.focus();
  };
  return (
    <Dialog
      open
      shape="drawer"
      onOpenChange={(open) => !open && onClose()}
      title={reply ? reply.title : t('new')}
      footer={
        <Button type="submit" form="reply-form" variant="primary" busy={save.isPending}>
          {common('save')}
        </Button>
      }
    >
      <form id="reply-form" noValidate className="flex flex-col gap-4" onSubmit={handleSubmit((values) => save.mutate(values))}>
        {!reply && supervises && (
          <Controller
            name="scope"
            control={control}
            render={({ field }) => (
              <Segments
                label={t('scope')}
                className="self-start"
                value={field.value}
                onChange={(value) => field.onChange(value)}
                choices={(['COMPANY', 'PERSONAL'] as const).map((value) => ({ value, label: t(`scopes.${value}`) }))}
              />
            )}
          />
        )}
        <Field label={t('name')} error={wrong('title', common('field.required'))}>
          {(wiring) => <Input {...wiring} {...register('title')} autoFocus />}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('shortcut')} hint={t('shortcutHint')} error={wrong('shortcut', t('shortcutWrong'))}>
            {(wiring) => <Input {...wiring} {...register('shortcut')} className="font-mono text-sm" />}
          </Field>
          <Field label={t('category')} error={wrong('category', common('field.tooLong', { count: 60 }))}>
            {(wiring) => <Input {...wiring} {...register('category')} />}
          </Field>
        </div>
        <Field label={t('content')} error={wrong('content', common('field.required'))}>
          {(wiring) => (
            <Textarea
              {...wiring}
              {...content}
              ref={(element) => {
                content.ref(element);
                area.current = element;
              }}
              rows={6}
            />
          )}
        </Field>
        <div className="-mt-2 flex flex-wrap gap-1.5">
          {VARIABLES.map((variable) => (
            <button
              key={variable}
              type="button"
              title={t(`variable.${variable}`)}
              className="rounded border bg-sunken px-1.5 py-0.5 text-2xs text-ink-2 hover:border-line-strong hover:text-ink"
              onClick={() => insert(variable)}
            >
              {t(`variable.${variable}`)}
            </button>
          ))}
        </div>
        <PhoneScreen title={t('preview')} label={t('preview')}>
          {text ? <PhoneBubble text={example(text, me)} /> : <span className="text-sm text-ink-3">{t('previewEmpty')}</span>}
        </PhoneScreen>
      </form>
    </Dialog>
  );
}
