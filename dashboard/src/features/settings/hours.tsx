import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, Moon } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ProblemError, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Schemas } from '@/api/types';
import { HoursEditor } from '@/components/hours-editor';
import { Notice } from '@/components/notice';
import { Segments } from '@/components/segments';
import { SwitchRow } from '@/components/switch-row';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { fullTime } from '@/lib/format';

import { useDraft } from './fields';

export function CompanyHours({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation('settings');
  const { value, set, error } = useDraft();
  const hours = value.businessHours;
  return (
    <div className="flex flex-col gap-4">
      <SwitchRow label={t('hoursOn')} hint={t('hoursOnHint')} checked={hours.enabled} onChange={(enabled) => set('businessHours', { ...hours, enabled })} />
      {hours.enabled && (
        <>
          <HoursEditor value={hours} onChange={(next) => set('businessHours', { ...hours, ...next })} error={error('businessHours')} />
          <div>
            <p className="mb-1 text-sm font-medium text-ink-2">{t('outside')}</p>
            <Segments
              label={t('outside')}
              value={hours.outOfHoursMode}
              onChange={(outOfHoursMode) => set('businessHours', { ...hours, outOfHoursMode })}
              choices={(['QUEUE', 'MENU'] as const).map((mode) => ({ value: mode, label: t(`outsideMode.${mode}`) }))}
            />
            <p className="mt-1 text-xs text-ink-3">{t(`outsideHint.${hours.outOfHoursMode}`)}</p>
          </div>
        </>
      )}
      <OpenTest dirty={dirty} />
    </div>
  );
}

/** Whether the company is open at a time, by the server's own reckoning of the hours as they stand here, saved or not. */
function OpenTest({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation('settings');
  const { value } = useDraft();
  const [at, setAt] = useState('');
  const wish = useDeferredValue(JSON.stringify({ texts: {}, businessHours: value.businessHours, timezone: value.timezone, ...(at ? { at: new Date(at).toISOString() } : {}) }));
  const test = useQuery({
    queryKey: [...keys.settings(), 'open', wish],
    queryFn: ({ signal }) => unwrap(api.POST('/api/settings/preview', { body: JSON.parse(wish) as Schemas['PreviewWish'], signal })),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  return (
    <div className="flex flex-wrap items-start gap-3 border-t pt-4">
      <Field className="w-72" label={t('test')} hint={dirty ? t('testUnsaved') : t('testHint')}>
        {(wiring) => <Input {...wiring} type="datetime-local" className="w-56" value={at} onChange={(event) => setAt(event.target.value)} />}
      </Field>
      {test.error instanceof ProblemError && test.error.problem.status < 500 ? (
        <Notice icon={CircleAlert} tone="warn" className="sm:mt-6">
          {t('testWrong')}
        </Notice>
      ) : (
        test.data && (
          <Notice icon={test.data.isOpen ? CircleCheck : Moon} tone={test.data.isOpen ? 'ok' : 'plain'} className="sm:mt-6">
            {t(test.data.isOpen ? 'isOpen' : 'isClosed')}
            {!test.data.isOpen && test.data.nextOpening && ` ${t('opensAt', { time: fullTime(test.data.nextOpening) })}`}
          </Notice>
        )
      )}
    </div>
  );
}
