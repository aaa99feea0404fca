import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { channelChoices, colleagueList, departmentList, tagList } from '@/api/directory';
import type { ConversationFilters } from '@/api/filters';
import { SwitchRow } from '@/components/switch-row';
import { Coloured } from '@/components/ui/badge';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type Choice, Select } from '@/components/ui/select';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';

import { dayOf, startOf } from './day';

const ANY = 'any';
const SORTS = ['lastMessageAt', 'waiting', 'createdAt'] as const;

export default function FilterForm({ filters, onChange }: { filters: ConversationFilters; onChange(change: ConversationFilters): void }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const supervisor = reaches(me.role, 'SUPERVISOR');
  const departments = useQuery(departmentList());
  const colleagues = useQuery(colleagueList());
  const tags = useQuery(tagList());
  const channels = useQuery(channelChoices());
  const withAny = (choices: Choice[] | undefined): Choice[] => [{ value: ANY, label: t('any') }, ...(choices ?? [])];
  const pick = (key: keyof ConversationFilters) => (value: string) => onChange({ [key]: value === ANY ? undefined : value });

  return (
    <div className="flex flex-col gap-3">
      <Field label={t('sort')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={filters.sort ?? 'lastMessageAt'}
            onChange={(value) => onChange({ sort: value === 'lastMessageAt' ? undefined : (value as ConversationFilters['sort']) })}
            choices={SORTS.map((value) => ({ value, label: t(`sorts.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('department')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={filters.departmentId ?? ANY}
            onChange={pick('departmentId')}
            choices={withAny(departments.data?.map(({ id, name, color }) => ({ value: id, label: <Coloured color={color}>{name}</Coloured> })))}
          />
        )}
      </Field>
      {supervisor && (
        <Field label={t('agent')}>
          {(wiring) => (
            <Select {...wiring} value={filters.assignedUserId ?? ANY} onChange={pick('assignedUserId')} choices={withAny(colleagues.data?.map(({ id, name }) => ({ value: id, label: name })))} />
          )}
        </Field>
      )}
      {channels.data && channels.data.length > 1 && (
        <Field label={t('channel')}>
          {(wiring) => <Select {...wiring} value={filters.channelId ?? ANY} onChange={pick('channelId')} choices={withAny(channels.data.map(({ id, name }) => ({ value: id, label: name })))} />}
        </Field>
      )}
      {tags.data && tags.data.length > 0 && (
        <Field label={t('tag')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={filters.tagId ?? ANY}
              onChange={pick('tagId')}
              choices={withAny(tags.data.map(({ id, name, color }) => ({ value: id, label: <Coloured color={color}>{name}</Coloured> })))}
            />
          )}
        </Field>
      )}
      <SwitchRow label={t('waitingOnly')} checked={filters.waiting ?? false} onChange={(waiting) => onChange({ waiting: waiting || undefined })} />
      <div className="grid grid-cols-2 items-end gap-2">
        <Field label={t('from')}>
          {(wiring) => <Input {...wiring} type="date" value={dayOf(filters.from)} max={dayOf(filters.to, -1)} onChange={(event) => onChange({ from: startOf(event.target.value) })} />}
        </Field>
        <Field label={t('until')}>
          {(wiring) => <Input {...wiring} type="date" value={dayOf(filters.to, -1)} min={dayOf(filters.from)} onChange={(event) => onChange({ to: startOf(event.target.value, 1) })} />}
        </Field>
      </div>
    </div>
  );
}
