import { useTranslation } from 'react-i18next';

import { Section } from '@/components/page';
import { PhoneBubble, PhoneScreen } from '@/components/phone-preview';
import { Skeleton } from '@/components/states';
import { SwitchRow } from '@/components/switch-row';
import { useMe } from '@/lib/auth-store';

import type { Settings } from './draft';
import { Amount, Toggle, useDraft } from './fields';
import { usePreview } from './use-preview';

/** Who gets a conversation, and what the customer is told of it. */
export function Routing() {
  const { t } = useTranslation('settings');
  const { value, set } = useDraft();
  const unit = { minutes: t('minutes'), days: t('days') };
  const notice = value.queueNotice;
  return (
    <>
      <Section title={t('routing')}>
        <Toggle name="autoAssignEnabled" label={t('autoAssign')} hint={t('autoAssignHint')} />
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Amount name="defaultMaxConversations" label={t('capacity')} hint={t('capacityHint')} unit={t('conversations')} />
          <Amount name="affinityMinutes" label={t('affinity')} hint={t('affinityHint')} unit={unit.minutes} />
        </div>
      </Section>
      <Section title={t('menu')}>
        <Toggle name="skipMenuWhenSingleDepartment" label={t('skipMenu')} hint={t('skipMenuHint')} />
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Amount name="maxInvalidChoices" label={t('invalidChoices')} hint={t('invalidChoicesHint')} unit={t('times')} />
          <Amount name="menuTimeoutMinutes" label={t('menuTimeout')} hint={t('menuTimeoutHint')} unit={unit.minutes} />
        </div>
      </Section>
      <Section title={t('returning')}>
        <Toggle name="suggestionEnabled" label={t('suggestion')} hint={t('suggestionHint')} />
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Amount name="suggestionMaxAgeDays" label={t('suggestionAge')} hint={t('suggestionAgeHint')} unit={unit.days} />
          <Amount name="courtesyMinutes" label={t('courtesy')} hint={t('courtesyHint')} unit={unit.minutes} />
        </div>
      </Section>
      <Section title={t('notices')}>
        <div className="grid items-start gap-x-8 gap-y-4 md:grid-cols-[minmax(0,1fr)_17rem]">
          <div>
            <SwitchRow label={t('queueNotice')} hint={t('queueNoticeHint')} checked={notice.enabled} onChange={(enabled) => set('queueNotice', { ...notice, enabled })} />
            <SwitchRow
              label={t('queuePosition')}
              hint={t('queuePositionHint')}
              checked={notice.position}
              disabled={!notice.enabled}
              onChange={(position) => set('queueNotice', { ...notice, position })}
            />
            <Toggle name="assignedMessageEnabled" label={t('assignedNotice')} />
            <Toggle name="agentPrefixEnabled" label={t('prefix')} hint={t('prefixHint')} />
            <Toggle name="transferMessageEnabled" label={t('transferNotice')} />
            <Toggle name="closingMessageEnabled" label={t('closingNotice')} />
          </div>
          <NoticesPreview value={value} />
        </div>
      </Section>
      <Section title={t('bot')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Amount name="phoneReplyPauseMinutes" label={t('phonePause')} hint={t('phonePauseHint')} unit={unit.minutes} />
          <Amount name="botMessageTtlMinutes" label={t('botTtl')} hint={t('botTtlHint')} unit={unit.minutes} />
        </div>
      </Section>
    </>
  );
}

/** One attendance as the customer's telephone shows it with these switches. */
function NoticesPreview({ value }: { value: Settings }) {
  const { t } = useTranslation('settings');
  const me = useMe();
  const { data } = usePreview(value);
  const department = me.departments[0]?.name ?? t('exampleDepartment');
  const answer = t('exampleAnswer');
  const lines = data && [
    value.queueNotice.enabled ? data.texts.queue_notice : null,
    value.assignedMessageEnabled ? data.texts.assigned : null,
    value.agentPrefixEnabled ? `*${me.name} - ${department}*: ${answer}` : answer,
    value.transferMessageEnabled ? data.texts.transferred : null,
    value.closingMessageEnabled ? data.texts.closing : null,
  ];
  return (
    <PhoneScreen title={value.companyName} label={t('preview')} className="md:sticky md:top-0">
      {lines ? lines.map((line, index) => line && <PhoneBubble key={index} text={line} />) : <Skeleton className="h-24 w-44" />}
    </PhoneScreen>
  );
}
