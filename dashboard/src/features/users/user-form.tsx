import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Dices } from 'lucide-react';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { departmentList } from '@/api/directory';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { User } from '@/api/types';
import { CheckList } from '@/components/check-list';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useMe } from '@/lib/auth-store';
import { showProblem } from '@/lib/problems';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';

import { drawPassword } from './password';
import { initial, NONE, type Result, ROLES, schema, store, type Values } from './user-values';
import type { Access } from './welcome';

/** A new user, or changes to one. Mount it anew for each. */
export function UserForm({ user, onClose, onCreated }: { user: User | null; onClose(): void; onCreated?(access: Access): void }) {
  const { t } = useTranslation('users');
  const common = useTranslation().t;
  const me = useMe();
  const departments = useQuery(departmentList());
  const [key] = useState(newId);
  // A password that was drawn is to be read; one that was typed is not.
  const [drawn, setDrawn] = useState(false);
  const { register, control, handleSubmit, formState, setError, setValue, watch } = useForm<Values, unknown, Result>({ resolver: zodResolver(schema), defaultValues: initial(user) });
  const save = useMutation({
    mutationFn: (values: Result) => store(values, key),
    onSuccess(_, { name, email, password }) {
      void queryClient.invalidateQueries({ queryKey: keys.users() });
      void queryClient.invalidateQueries({ queryKey: keys.departments() });
      onClose();
      if (user) toast.ok(t('saved'));
      else onCreated?.({ name, email, password });
    },
    onError: (error) => showProblem(error, setError, ['name', 'email', 'password', 'role', 'departmentIds', 'departmentId']),
  });
  const { errors } = formState;
  const server = (error: { type?: unknown; message?: string } | undefined, own: string) => error && (error.type === 'server' && error.message ? error.message : own);
  const chosen = watch('departmentIds');
  const self = user?.id === me.id;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      shape="drawer"
      title={user ? user.name : t('new')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="user-form" variant="primary" busy={save.isPending}>
            {user ? common('save') : t('create')}
          </Button>
        </>
      }
    >
      <form id="user-form" noValidate className="flex flex-col gap-4" onSubmit={handleSubmit((values) => save.mutate(values))}>
        <Field label={t('name')} error={server(errors.name, common('field.required'))}>
          {(wiring) => <Input {...wiring} {...register('name')} autoComplete="off" />}
        </Field>
        <Field label={t('email')} hint={t('emailHint')} error={server(errors.email, common('field.email'))}>
          {(wiring) => <Input {...wiring} {...register('email')} type="email" autoComplete="off" />}
        </Field>
        <Field label={user ? t('newPassword') : t('password')} hint={user ? t('passwordKeep') : t('passwordHint')} error={server(errors.password, common('field.tooShort', { count: 8 }))}>
          {(wiring) => (
            <div className="flex gap-2">
              <Input {...wiring} {...register('password')} type={drawn ? 'text' : 'password'} autoComplete="new-password" className="font-mono" />
              <Button
                onClick={() => {
                  setValue('password', drawPassword(), { shouldDirty: true, shouldValidate: true });
                  setDrawn(true);
                }}
              >
                <Dices />
                {t('draw')}
              </Button>
            </div>
          )}
        </Field>
        <Controller
          name="role"
          control={control}
          render={({ field }) => (
            <Field label={t('role')} hint={self ? t('ownRole') : t(`roleHint.${field.value}`)} error={server(errors.role, common('field.required'))}>
              {(wiring) => (
                <Select {...wiring} value={field.value} disabled={self} onChange={field.onChange} choices={ROLES.map((role) => ({ value: role, label: common(`role.${role}`) }))} />
              )}
            </Field>
          )}
        />
        <Controller
          name="departmentIds"
          control={control}
          render={({ field }) => (
            <CheckList
              label={t('departments')}
              hint={t('departmentsHint')}
              error={server(errors.departmentIds as { type?: unknown; message?: string } | undefined, '')}
              value={field.value}
              onChange={field.onChange}
              choices={departments.data?.map((department) => ({ value: department.id, label: <Coloured color={department.color}>{department.name}</Coloured> })) ?? []}
            />
          )}
        />
        <Controller
          name="departmentId"
          control={control}
          render={({ field }) => {
            const choices = departments.data?.filter((department) => chosen.includes(department.id)) ?? [];
            const value = choices.some((department) => department.id === field.value) ? field.value : NONE;
            return (
              <Field label={t('primary')} hint={t('primaryHint')} error={server(errors.departmentId, common('field.required'))}>
                {(wiring) => (
                  <Select
                    {...wiring}
                    value={value}
                    onChange={field.onChange}
                    choices={[{ value: NONE, label: common('none') }, ...choices.map((department) => ({ value: department.id, label: department.name }))]}
                  />
                )}
              </Field>
            );
          }}
        />
        <div className="flex items-end gap-3">
          <Controller
            name="capacity"
            control={control}
            render={({ field }) => (
              <Field label={t('capacity')} className="flex-1">
                {(wiring) => (
                  <Select
                    {...wiring}
                    value={field.value}
                    onChange={field.onChange}
                    choices={(['default', 'own', 'unlimited'] as const).map((value) => ({ value, label: t(`capacityOf.${value}`) }))}
                  />
                )}
              </Field>
            )}
          />
          {watch('capacity') === 'own' && (
            <Field label={t('places')} className="w-28" error={errors.places && common('field.required')}>
              {(wiring) => <Input {...wiring} {...register('places')} type="number" min={1} max={1000} className="tnum" />}
            </Field>
          )}
        </div>
        <p className="-mt-3 text-xs text-ink-3">{t('capacityHint')}</p>
      </form>
    </Dialog>
  );
}
