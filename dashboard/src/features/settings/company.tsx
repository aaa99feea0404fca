import { useTranslation } from 'react-i18next';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { LANGUAGES } from '@/lib/i18n';

import { useDraft } from './fields';

export function Company() {
  const { t } = useTranslation('settings');
  const { value, set, error } = useDraft();
  return (
    <div className="flex max-w-md flex-col gap-4">
      <Field label={t('companyName')} error={error('companyName')}>
        {(wiring) => <Input {...wiring} value={value.companyName} onChange={(event) => set('companyName', event.target.value)} />}
      </Field>
      <Field label={t('locale')} hint={t('localeHint')} error={error('locale')}>
        {(wiring) => <Select {...wiring} value={value.locale} onChange={(locale) => set('locale', locale)} choices={LANGUAGES.map((language) => ({ value: language, label: t(`languages.${language}`) }))} />}
      </Field>
      <Field label={t('timezone')} hint={t('timezoneHint')} error={error('timezone')}>
        {(wiring) => (
          <>
            <Input {...wiring} list="timezones" value={value.timezone} onChange={(event) => set('timezone', event.target.value)} />
            <datalist id="timezones">
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </div>
  );
}
