import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showProblem } from '@/lib/problems';
import { z } from '@/lib/schema';
import { newId } from '@/lib/utils';

const schema = z.object({ name: z.string().trim().min(1).max(200), phone: z.string().trim().min(8), email: z.union([z.literal(''), z.email()]) });
type Values = z.infer<typeof schema>;

export function NewContact({ onClose, onMade }: { onClose(): void; onMade(id: string): void }) {
  const { t } = useTranslation('contacts');
  const common = useTranslation().t;
  const [key] = useState(newId);
  const { register, handleSubmit, formState, setError } = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { name: '', phone: '', email: '' } });
  const save = useMutation({
    mutationFn: ({ email, ...values }: Values) => unwrap(api.POST('/api/contacts', { body: { ...values, email: email || null, attributes: {} }, headers: { 'Idempotency-Key': key } })),
    onSuccess(contact) {
      void queryClient.invalidateQueries({ queryKey: keys.contacts() });
      onMade(contact.id);
    },
    onError: (error) => showProblem(error, setError, ['name', 'phone', 'email']),
  });
  const wrong = (name: keyof Values, own: string) => {
    const error = formState.errors[name];
    return error && (error.type === 'server' ? error.message : own);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('new')}
      footer={
        <Button type="submit" form="contact-form" variant="primary" busy={save.isPending}>
          {t('create')}
        </Button>
      }
    >
      <form id="contact-form" noValidate className="flex flex-col gap-4" onSubmit={handleSubmit((values) => save.mutate(values))}>
        <Field label={t('name')} error={wrong('name', common('field.required'))}>
          {(wiring) => <Input {...wiring} {...register('name')} autoFocus />}
        </Field>
        <Field label={t('phone')} hint={t('phoneHint')} error={wrong('phone', t('phoneWrong'))}>
          {(wiring) => <Input {...wiring} {...register('phone')} type="tel" inputMode="tel" />}
        </Field>
        <Field label={t('email')} error={wrong('email', common('field.email'))}>
          {(wiring) => <Input {...wiring} {...register('email')} type="email" />}
        </Field>
      </form>
    </Dialog>
  );
}
