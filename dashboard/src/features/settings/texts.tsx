import { RotateCcw } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { PhoneBubble, PhoneScreen } from '@/components/phone-preview';
import { Skeleton } from '@/components/states';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/input';
import { cn } from '@/lib/utils';

import { PLACEHOLDERS, TEXTS, type TextKey } from './draft';
import { useDraft } from './fields';
import { usePreview } from './use-preview';

type Chosen = TextKey | 'greeting';

/** Every text the bot says, one at a time, with what the customer would read. */
export function Texts() {
  const { t } = useTranslation('settings');
  const { value, set, error } = useDraft();
  const [chosen, setChosen] = useState<Chosen>('greeting');
  const area = useRef<HTMLTextAreaElement>(null);
  const current = chosen === 'greeting' ? value.greetingMessage : (value.texts[chosen] ?? null);
  const path = chosen === 'greeting' ? 'greetingMessage' : `texts.${chosen}`;

  const preview = usePreview(value);

  const write = (text: string | null) => {
    if (chosen === 'greeting') return set('greetingMessage', text);
    const { [chosen]: _, ...others } = value.texts;
    set('texts', text === null ? others : { ...others, [chosen]: text });
  };
  const insert = (placeholder: string) => {
    const field = area.current;
    const text = current ?? '';
    const [from, to] = [field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length];
    write(text.slice(0, from) + placeholder + text.slice(to));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + placeholder.length, from + placeholder.length);
    });
  };
  const shown = preview.data?.texts[chosen];
  const all: Chosen[] = ['greeting', ...TEXTS];
  return (
    <div className="grid gap-5 md:grid-cols-[13rem_minmax(0,1fr)]">
      <ul className="flex gap-1 overflow-x-auto md:max-h-104 md:flex-col md:overflow-y-auto">
        {all.map((key) => {
          const own = key === 'greeting' ? value.greetingMessage !== null : key in value.texts;
          return (
            <li key={key} className="shrink-0">
              <button
                type="button"
                aria-current={chosen === key}
                className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm text-ink-2 hover:bg-hover aria-[current=true]:bg-accent-soft aria-[current=true]:font-medium aria-[current=true]:text-accent-text"
                onClick={() => setChosen(key)}
              >
                <span className="min-w-0 flex-1 truncate">{t(`text.${key}`)}</span>
                {own && <span role="img" aria-label={t('changed')} className="size-1.5 rounded-full bg-accent" />}
              </button>
            </li>
          );
        })}
      </ul>
      <div className="flex min-w-0 flex-col gap-3">
        <p className="text-sm text-ink-3">{t(`textWhen.${chosen}`)}</p>
        <PhoneScreen title={value.companyName} label={t('preview')}>
          {shown === undefined ? <Skeleton className="h-12 w-56" /> : shown ? <PhoneBubble text={shown} className={cn(preview.isPlaceholderData && 'opacity-70')} /> : <span className="text-sm text-ink-3">{t('emptyText')}</span>}
        </PhoneScreen>
        <div className="flex items-center justify-between">
          <label htmlFor="bot-text" className="flex items-center gap-2 text-sm font-medium text-ink-2">
            {t('ownText')}
            {current === null && <Badge>{t('defaultText')}</Badge>}
          </label>
          {current !== null && (
            <Button variant="ghost" size="sm" onClick={() => write(null)}>
              <RotateCcw />
              {t('reset')}
            </Button>
          )}
        </div>
        <Textarea
          id="bot-text"
          ref={area}
          rows={6}
          value={current ?? ''}
          placeholder={t('ownTextHint')}
          aria-invalid={error(path) ? true : undefined}
          aria-describedby="bot-text-below"
          onChange={(event) => write(event.target.value === '' && current === null ? null : event.target.value)}
        />
        <p id="bot-text-below" role={error(path) ? 'alert' : undefined} className={cn('-mt-2 flex justify-between text-xs', error(path) ? 'text-danger' : 'text-ink-3')}>
          <span>{error(path) ?? t('format')}</span>
          <span className="tnum">{(current ?? '').length}/1024</span>
        </p>
        <div className="flex flex-wrap items-center gap-1.5">
          <span className="text-xs text-ink-3">{t('insert')}</span>
          {PLACEHOLDERS.map((name) => (
            <button
              key={name}
              type="button"
              title={t(`placeholder.${name}`)}
              className="rounded border bg-sunken px-1.5 py-0.5 font-mono text-2xs text-ink-2 hover:border-line-strong hover:text-ink"
              onClick={() => insert(`{${name}}`)}
            >
              {`{${name}}`}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}
