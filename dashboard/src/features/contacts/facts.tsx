import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { tagList } from '@/api/directory';
import type { Contact, Schemas } from '@/api/types';
import { CheckList } from '@/components/check-list';
import { Section } from '@/components/page';
import { SwitchRow } from '@/components/switch-row';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { fullTime, phone } from '@/lib/format';

type Change = Schemas['ContactChange'];

/** What is known; each field is saved when it is left. */
export function Facts({ contact, onChange }: { contact: Contact; onChange(change: Change): void }) {
  const { t } = useTranslation('contacts');
  const tags = useQuery(tagList());
  const attributes = Object.entries((contact.attributes ?? {}) as Record<string, unknown>);
  const [name, setName] = useState('');
  const text = (field: 'name' | 'email' | 'note', stored: string | null) => (value: string) => {
    const next = value.trim() || null;
    if (next !== stored) onChange({ [field]: next });
  };
  const withAttribute = (key: string, value: string | undefined) => {
    const rest = Object.fromEntries(attributes.filter(([other]) => other !== key));
    onChange({ attributes: value === undefined ? rest : { ...rest, [key]: value } });
  };
  return (
    <>
      <Section title={t('facts')}>
        <div className="flex flex-col gap-3">
          <Field label={t('name')} hint={contact.pushName ? t('pushName', { name: contact.pushName }) : undefined}>
            {(wiring) => <Input {...wiring} key={contact.name} placeholder={contact.displayName} defaultValue={contact.name ?? ''} onBlur={(event) => text('name', contact.name)(event.target.value)} />}
          </Field>
          <Field label={t('email')}>
            {(wiring) => <Input {...wiring} key={contact.email} type="email" defaultValue={contact.email ?? ''} onBlur={(event) => text('email', contact.email)(event.target.value)} />}
          </Field>
          <Field label={t('note')} hint={t('noteHint')}>
            {(wiring) => <Textarea {...wiring} key={contact.note} rows={3} defaultValue={contact.note ?? ''} onBlur={(event) => text('note', contact.note)(event.target.value)} />}
          </Field>
          {tags.data && tags.data.length > 0 && (
            <CheckList
              label={t('contactTags')}
              hint={t('contactTagsHint')}
              value={contact.tags.map((tag) => tag.id)}
              onChange={(ids) => onChange({ tags: ids })}
              choices={tags.data.map((tag) => ({ value: tag.id, label: <Coloured color={tag.color}>{tag.name}</Coloured> }))}
            />
          )}
        </div>
      </Section>
      <Section title={t('attributes')} description={attributes.length === 0 ? t('attributesEmpty') : undefined}>
        <ul className="flex flex-col gap-1.5">
          {attributes.map(([key, value]) => (
            <li key={key} className="flex items-center gap-2 text-sm">
              <label htmlFor={`attribute-${key}`} className="w-24 shrink-0 truncate text-ink-3">
                {key}
              </label>
              <Input id={`attribute-${key}`} className="h-7.5 flex-1" defaultValue={String(value)} onBlur={(event) => event.target.value !== String(value) && withAttribute(key, event.target.value)} />
              <Button variant="ghost" size="icon-sm" aria-label={t('removeAttribute', { name: key })} onClick={() => withAttribute(key, undefined)}>
                <X />
              </Button>
            </li>
          ))}
        </ul>
        <form
          className="mt-2 flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) withAttribute(name.trim(), '');
            setName('');
          }}
        >
          <Input aria-label={t('newAttribute')} placeholder={t('newAttribute')} className="h-7.5 flex-1" value={name} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" size="icon-sm" aria-label={t('addAttribute')} disabled={!name.trim()}>
            <Plus />
          </Button>
        </form>
      </Section>
      <Section title={t('identities')}>
        <ul className="flex flex-col gap-2 text-sm">
          {contact.identities.map((identity) => (
            <li key={`${identity.kind}-${identity.value}`} className="flex items-baseline gap-3">
              <span className="tnum min-w-0 flex-1 truncate">{identity.kind === 'PHONE' ? phone(identity.value) : identity.value}</span>
              <span className="text-xs text-ink-3">{t(`kind.${identity.kind}`)}</span>
            </li>
          ))}
        </ul>
        <div className="mt-3">
          <SwitchRow label={t('blockedLabel')} hint={t('blockedHint')} checked={contact.blocked} onChange={(blocked) => onChange({ blocked })} />
          <SwitchRow label={t('optedOutLabel')} hint={contact.optedOutAt ? fullTime(contact.optedOutAt) : t('optedOutHint')} checked={contact.optedOutAt !== null} onChange={(optedOut) => onChange({ optedOut })} />
        </div>
      </Section>
    </>
  );
}
