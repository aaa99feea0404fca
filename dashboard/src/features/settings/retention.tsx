import { useTranslation } from 'react-i18next';

import { Section } from '@/components/page';

import { NumberField, useDraft } from './fields';

const KINDS = ['messages', 'media', 'rawBodies', 'audit'] as const;

export function Retention() {
  const { t } = useTranslation('settings');
  const { value, set, error } = useDraft();
  const days = value.retentionDays;
  return (
    <Section title={t('retention')} description={t('retentionText')}>
      <div className="grid gap-4 sm:grid-cols-2">
        {KINDS.map((name) => (
          <NumberField
            key={name}
            label={t(`retain.${name}`)}
            hint={t(`retainHint.${name}`)}
            unit={t('days')}
            value={days[name]}
            error={error(`retentionDays.${name}`)}
            onChange={(next) => set('retentionDays', { ...days, [name]: next })}
          />
        ))}
      </div>
    </Section>
  );
}
