import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Channel } from '@/api/types';
import { Notice } from '@/components/notice';
import { Segments } from '@/components/segments';
import { SwitchRow } from '@/components/switch-row';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showProblem } from '@/lib/problems';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';

import { FIELDS, initial, PROVIDERS, RATE, type Result, schema, store, type Values } from './channel-values';
import { SECRETS } from './secrets';

/** A new channel, or changes to one. Secrets go in and never come out: an empty field keeps what is stored. */
export function ChannelForm({ channel, onClose, onCreated }: { channel: Channel | null; onClose(): void; onCreated?(channel: Channel): void }) {
  const { t } = useTranslation('channels');
  const common = useTranslation().t;
  const [key] = useState(newId);
  const { register, control, handleSubmit, formState, setError, setValue, watch } = useForm<Values, unknown, Result>({
    resolver: zodResolver(schema),
    defaultValues: initial(channel),
  });
  const provider = watch('provider');
  const save = useMutation({
    mutationFn: (values: Result) => store(channel, values, key),
    async onSuccess(stored) {
      await queryClient.invalidateQueries({ queryKey: keys.channels() });
      if (channel) toast.ok(t('saved'));
      onClose();
      if (!channel) onCreated?.(stored);
    },
    onError: (error) =>
      showProblem(error, setError, [...FIELDS]),
  });
  const { errors } = formState;
  const text = (name: 'name' | 'externalKey' | 'phone' | 'baseUrl' | 'wabaId' | 'apiVersion' | 'maxPerSecond', hint?: string, label: string = t(`field.${name}`)) => (
    <Field label={label} hint={hint} error={errors[name] && (errors[name].type === 'server' ? errors[name].message : common('field.required'))}>
      {(wiring) => <Input {...wiring} {...register(name)} autoComplete="off" disabled={name === 'externalKey' && channel !== null} />}
    </Field>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      shape="drawer"
      wide
      title={channel ? channel.name : t('new')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="channel-form" variant="primary" busy={save.isPending}>
            {channel ? common('save') : t('create')}
          </Button>
        </>
      }
    >
      <form id="channel-form" noValidate className="flex flex-col gap-4" onSubmit={handleSubmit((values) => save.mutate(values))}>
        {!channel && (
          <div className="flex flex-col gap-1">
            <Segments
              label={t('provider')}
              className="self-start"
              value={provider}
              onChange={(value) => {
                setValue('provider', value);
                setValue('maxPerSecond', RATE[value]);
              }}
              choices={PROVIDERS.map((value) => ({ value, label: t(`providers.${value}`) }))}
            />
            <p className="text-xs text-ink-3">{t(`providerHint.${provider}`)}</p>
          </div>
        )}
        {text('name', t('nameHint'))}
        {provider !== 'SANDBOX' && text('externalKey', t(`keyHint.${provider}`), t(`key.${provider}`))}
        {text('phone', t('phoneHint'))}
        {provider === 'META' && (
          <div className="grid grid-cols-[1fr_8rem] gap-3">
            {text('wabaId')}
            {text('apiVersion')}
          </div>
        )}
        {provider !== 'SANDBOX' && text('baseUrl', t(`urlHint.${provider}`))}
        <fieldset className="flex flex-col gap-3 border-t pt-4">
          <legend className="float-left mb-1 font-medium">{t('secrets')}</legend>
          <p className="clear-both -mt-2 text-xs text-ink-3">{t('secretsHint')}</p>
          {SECRETS[provider].map((name) => {
            const error = errors.credentials?.[name];
            return (
              <Field key={name} label={t(`secret.${name}`)} hint={t(`secretHint.${name}`)} error={error?.message}>
                {(wiring) => (
                  <Input
                    {...wiring}
                    {...register(`credentials.${name}`)}
                    type="password"
                    autoComplete="new-password"
                    placeholder={channel?.secretsSet.includes(name) ? t('keepSecret') : ''}
                  />
                )}
              </Field>
            );
          })}
        </fieldset>
        <div className="border-t pt-3">
          {(['markRead', 'ignoreGroups', 'resendUnknownBotMessages'] as const).map((name) => (
            <Controller
              key={name}
              name={`settings.${name}`}
              control={control}
              render={({ field }) => <SwitchRow label={t(`setting.${name}`)} hint={t(`settingHint.${name}`)} checked={field.value} onChange={field.onChange} />}
            />
          ))}
          {provider !== 'META' && (
            <Controller
              name="insecureWebhook"
              control={control}
              render={({ field }) => (
                <>
                  <SwitchRow label={t('insecure')} hint={t('insecureHint')} checked={field.value} onChange={field.onChange} />
                  {(field.value || errors.insecureWebhook) && (
                    <Notice icon={ShieldAlert} tone="danger">
                      {errors.insecureWebhook?.message ?? t('insecureWarning')}
                    </Notice>
                  )}
                </>
              )}
            />
          )}
        </div>
        {text('maxPerSecond', t('rateHint'))}
      </form>
    </Dialog>
  );
}
