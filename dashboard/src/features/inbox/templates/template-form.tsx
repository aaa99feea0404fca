import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { Schemas } from '@/api/types';
import { PhoneBubble } from '@/components/phone-preview';
import { ErrorState, Skeleton } from '@/components/states';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

import { filled, type Gap, parametersOf, partsOf, type Template } from './template';

/** Null until a template is chosen and nothing of it is open any more. */
export type TemplateChoice = Schemas['TemplateChoiceInput'] | null;

interface Props {
  channelId: string;
  onChange(choice: TemplateChoice): void;
}

const nameOf = (template: Template) => `${template.name} ${template.language}`;

/** One of the approved templates of a channel, its gaps, and how the customer will see it. */
export function TemplateForm({ channelId, onChange }: Props) {
  const { t } = useTranslation('inbox');
  const params = { path: { id: channelId } };
  const templates = useQuery({ queryKey: [...keys.channels(), channelId, 'templates'], queryFn: ({ signal }) => unwrap(api.GET('/api/channels/{id}/templates', { params, signal })) });
  const [chosen, setChosen] = useState<string | undefined>();
  const [values, setValues] = useState<string[]>([]);

  if (templates.error) return <ErrorState className="py-4" error={templates.error} retry={() => void templates.refetch()} />;
  if (!templates.data) return <Skeleton className="h-16 w-full" />;
  const usable = templates.data.filter(({ status }) => status === 'APPROVED');
  if (usable.length === 0) return <p className="py-2 text-sm text-ink-3">{t('template.none')}</p>;
  const template = usable.find((each) => nameOf(each) === chosen);
  const parts = template && partsOf(template);

  const tell = (of: Template, gaps: Gap[], next: string[]) => {
    setValues(next);
    const complete = gaps.every((_, at) => next[at]?.trim());
    onChange(complete ? { name: of.name, language: of.language, parameters: parametersOf(gaps, next) } : null);
  };
  const labelOf = (gap: Gap) => {
    if (gap.part === 'buttons') return t('template.link', { name: gap.name });
    if (gap.name === null) return t('template.file');
    return t(gap.part === 'header' ? 'template.headerGap' : 'template.gap', { name: gap.name });
  };
  return (
    <>
      <Field label={t('template.which')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={chosen}
            placeholder={t('template.choose')}
            onChange={(value) => {
              setChosen(value);
              const next = usable.find((each) => nameOf(each) === value);
              if (next) tell(next, partsOf(next).gaps, []);
            }}
            choices={usable.map((each) => ({ value: nameOf(each), label: `${each.name} (${each.language})` }))}
          />
        )}
      </Field>
      {template &&
        parts?.gaps.map((gap, at) => (
          <Field key={`${chosen} ${at}`} label={labelOf(gap)}>
            {(wiring) => <Input {...wiring} value={values[at] ?? ''} onChange={(event) => tell(template, parts.gaps, Object.assign([...values], { [at]: event.target.value }))} />}
          </Field>
        ))}
      {parts && (
        <section aria-label={t('template.preview')} className="flex flex-col gap-1 rounded-lg border bg-canvas p-3">
          <PhoneBubble
            mine
            text={[
              parts.headerFormat === 'TEXT' ? `*${filled(parts.header, 'header', parts.gaps, values)}*` : parts.headerFormat ? `[${t('template.file')}]` : '',
              filled(parts.body, 'body', parts.gaps, values),
              parts.footer && `_${parts.footer}_`,
            ]
              .filter(Boolean)
              .join('\n')}
          />
          {parts.buttons.map((button) => (
            <span key={button} className="self-end rounded-lg bg-bubble-out px-3 py-1 text-sm text-accent-text">
              {button}
            </span>
          ))}
        </section>
      )}
    </>
  );
}
