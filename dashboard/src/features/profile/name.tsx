import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useMe } from '@/lib/auth-store';
import { showProblem } from '@/lib/problems';
import { z } from '@/lib/schema';
import { toast } from '@/lib/toast';

import { useChange } from './use-change';

const nameSchema = z.object({ name: z.string().trim().min(1).max(120) });

export function Name() {
  const { t } = useTranslation('profile');
  const common = useTranslation().t;
  const me = useMe();
  const change = useChange();
  const { register, handleSubmit, formState, setError, reset } = useForm<z.infer<typeof nameSchema>>({ resolver: zodResolver(nameSchema), defaultValues: { name: me.name } });
  const wrong = formState.errors.name;
  return (
    <form
      noValidate
      className="flex max-w-md items-start gap-2"
      onSubmit={handleSubmit((values) =>
        change.mutate(values, {
          onSuccess() {
            reset(values);
            toast.ok(common('saved'));
          },
          onError: (error) => showProblem(error, setError, ['name']),
        }),
      )}
    >
      <Field label={t('name')} hint={t('nameHint')} className="flex-1" error={wrong && (wrong.type === 'server' ? wrong.message : common('field.required'))}>
        {(wiring) => <Input {...wiring} {...register('name')} autoComplete="name" />}
      </Field>
      <Button type="submit" className="mt-6" busy={change.isPending} disabled={!formState.isDirty}>
        {common('save')}
      </Button>
    </form>
  );
}
