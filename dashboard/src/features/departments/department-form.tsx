import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from '@/lib/schema';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Department } from '@/api/types';
import { type Hours, HoursEditor, OFFICE_HOURS } from '@/components/hours-editor';
import { Segments } from '@/components/segments';
import { SwitchRow } from '@/components/switch-row';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { showProblem } from '@/lib/problems';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';

import { Members } from './members';
import { slugOf } from './order';

const COLOURS = ['#0ea5e9', '#6366f1', '#8b5cf6', '#ec4899', '#ef4444', '#f59e0b', '#84cc16', '#10b981', '#64748b'];

const PARTS = ['general', 'hours', 'members'] as const;
type Part = (typeof PARTS)[number];

const schema = z.object({
  name: z.string().trim().min(1).max(80),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  emoji: z.string().max(16),
  color: z.string().regex(/^#[0-9a-f]{6}$/i),
  description: z.string().max(500),
  keywords: z.string(),
  responseTimeoutMinutes: z.coerce.number<string>().int().min(1).max(1440),
  maxAgents: z.coerce.number<string>().int().min(1).max(1000),
  isRoot: z.boolean(),
  businessHours: z.custom<Hours | null>(),
});
type Values = z.input<typeof schema>;
type Result = z.output<typeof schema>;

function initial(department: Department | null): Values {
  return {
    name: department?.name ?? '',
    slug: department?.slug ?? '',
    emoji: department?.emoji ?? '',
    color: department?.color ?? COLOURS[0] ?? '',
    description: department?.description ?? '',
    keywords: department?.keywords.join(', ') ?? '',
    responseTimeoutMinutes: String(department?.responseTimeoutMinutes ?? 5),
    maxAgents: String(department?.maxAgents ?? 10),
    isRoot: department?.isRoot ?? false,
    businessHours: department?.businessHours ?? null,
  };
}

/** A new department, or changes to one, with its members. Mount it anew for each. */
export function DepartmentForm({ department, onClose }: { department: Department | null; onClose(): void }) {
  const { t } = useTranslation('departments');
  const common = useTranslation().t;
  const [part, setPart] = useState<Part>('general');
  const [key] = useState(newId);
  const { register, control, handleSubmit, formState, setError, setValue, watch } = useForm<Values, unknown, Result>({
    resolver: zodResolver(schema),
    defaultValues: initial(department),
  });
  const save = useMutation({
    mutationFn({ isRoot, ...values }: Result) {
      const body = {
        ...values,
        emoji: values.emoji.trim() || null,
        description: values.description.trim() || null,
        keywords: values.keywords.split(',').map((word) => word.trim()).filter(Boolean),
        // The flag is taken, never given up.
        ...(isRoot && !department?.isRoot ? { isRoot: true } : {}),
      };
      return department
        ? unwrap(api.PATCH('/api/departments/{id}', { params: { path: { id: department.id } }, body }))
        : unwrap(api.POST('/api/departments', { body, headers: { 'Idempotency-Key': key } }));
    },
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.departments() });
      toast.ok(t('saved'));
      onClose();
    },
    onError(error) {
      setPart('general');
      showProblem(error, setError, ['name', 'slug', 'emoji', 'color', 'description', 'keywords', 'responseTimeoutMinutes', 'maxAgents', 'businessHours']);
    },
  });
  const { errors, dirtyFields } = formState;
  const wrong = (name: keyof Values, own: string) => {
    const error = errors[name];
    return error && (error.type === 'server' && typeof error.message === 'string' ? error.message : own);
  };
  const range = (min: number, max: number) => t('range', { min, max });
  const name = register('name', {
    onChange(event: { target: { value: string } }) {
      if (!department && !dirtyFields.slug) setValue('slug', slugOf(event.target.value));
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      shape="drawer"
      wide
      title={department ? department.name : t('new')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="department-form" variant="primary" busy={save.isPending}>
            {department ? common('save') : t('create')}
          </Button>
        </>
      }
    >
      <Segments
        label={t('parts')}
        className="mb-4"
        value={part}
        onChange={(value) => setPart(value)}
        choices={PARTS.filter((value) => department || value !== 'members').map((value) => ({ value, label: t(`part.${value}`) }))}
      />
      <form id="department-form" noValidate onSubmit={handleSubmit((values) => save.mutate(values), () => setPart('general'))}>
        <div className="flex flex-col gap-4" hidden={part !== 'general'}>
          <div className="flex gap-3">
            <Field label={t('emoji')} className="w-20" error={wrong('emoji', t('invalid'))}>
              {(wiring) => <Input {...wiring} {...register('emoji')} className="text-center" />}
            </Field>
            <Field label={t('name')} hint={t('nameHint')} className="flex-1" error={wrong('name', common('field.required'))}>
              {(wiring) => <Input {...wiring} {...name} autoFocus={!department} />}
            </Field>
          </div>
          <Field label={t('slug')} hint={t('slugHint')} error={wrong('slug', t('slugWrong'))}>
            {(wiring) => <Input {...wiring} {...register('slug')} className="font-mono text-sm" />}
          </Field>
          <Field label={t('color')} error={wrong('color', t('invalid'))}>
            {(wiring) => (
              <div className="flex flex-wrap items-center gap-1.5">
                {COLOURS.map((color) => (
                  <button
                    key={color}
                    type="button"
                    aria-label={color}
                    aria-pressed={watch('color') === color}
                    className="size-6 rounded-full border-2 border-raised aria-pressed:outline-2 aria-pressed:outline-offset-1 aria-pressed:outline-ink-2"
                    style={{ backgroundColor: color }}
                    onClick={() => setValue('color', color, { shouldDirty: true })}
                  />
                ))}
                <input {...wiring} {...register('color')} type="color" className="h-7 w-10 rounded border bg-surface p-0.5" />
              </div>
            )}
          </Field>
          <Field label={t('about')} hint={t('descriptionHint')} error={wrong('description', common('field.tooLong', { count: 500 }))}>
            {(wiring) => <Textarea {...wiring} {...register('description')} rows={2} className="min-h-14" />}
          </Field>
          <Field label={t('keywords')} hint={t('keywordsHint')} error={wrong('keywords', t('invalid'))}>
            {(wiring) => <Input {...wiring} {...register('keywords')} />}
          </Field>
          <div className="grid grid-cols-2 gap-3">
            <Field label={t('timeout')} hint={t('timeoutHint')} error={wrong('responseTimeoutMinutes', range(1, 1440))}>
              {(wiring) => <Input {...wiring} {...register('responseTimeoutMinutes')} type="number" min={1} max={1440} className="tnum" />}
            </Field>
            <Field label={t('maxAgents')} hint={t('maxAgentsHint')} error={wrong('maxAgents', range(1, 1000))}>
              {(wiring) => <Input {...wiring} {...register('maxAgents')} type="number" min={1} max={1000} className="tnum" />}
            </Field>
          </div>
          <Controller
            name="isRoot"
            control={control}
            render={({ field }) => <SwitchRow label={t('root')} hint={t(department?.isRoot ? 'rootKept' : 'rootHint')} checked={field.value} disabled={department?.isRoot} onChange={field.onChange} />}
          />
        </div>
        <div hidden={part !== 'hours'}>
          <Controller
            name="businessHours"
            control={control}
            render={({ field }) => (
              <>
                <SwitchRow label={t('ownHours')} hint={t('ownHoursHint')} checked={field.value !== null} onChange={(own) => field.onChange(own ? OFFICE_HOURS : null)} />
                {field.value && (
                  <div className="mt-3">
                    <HoursEditor value={field.value} onChange={field.onChange} error={wrong('businessHours', t('invalid'))} />
                  </div>
                )}
              </>
            )}
          />
        </div>
      </form>
      {department && part === 'members' && <Members department={department} />}
    </Dialog>
  );
}
