import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { cn } from '@/lib/utils';

import { write } from './actions';
import { active as activeFaults } from './fault-list';
import { sendSample } from './send-file';
import { stage, useStage } from './store';

const STEPS = ['hello', 'choose', 'agent', 'media', 'several', 'break', 'return'] as const;
type Step = (typeof STEPS)[number];

/** What has been tried already, as far as the telephones can tell. */
function useDone(): Partial<Record<Step, boolean>> {
  const messages = Object.values(useStage((state) => state.messages));
  const faults = useStage((state) => state.faults);
  const mine = messages.filter((one) => one.author === 'CUSTOMER');
  return {
    hello: mine.length > 0,
    choose: mine.some((one) => /^\s*\d{1,2}\s*$/.test(one.text ?? '')),
    media: mine.some((one) => one.media !== null),
    several: new Set(mine.map((one) => one.phone)).size > 1,
    break: faults !== null && activeFaults(faults) > 0,
  };
}

interface Props {
  onAdd(): void;
  onFaults(): void;
}

/** What to try, for whoever is here for the first time. */
export function Guide({ onAdd, onFaults }: Props) {
  const { t } = useTranslation('sandbox');
  const done = useDone();
  const next = STEPS.find((step) => !done[step]);
  const first = () => stage().active || stage().people[0]?.phone || '';
  const acts: Partial<Record<Step, () => void>> = {
    hello: () => void write(first(), { type: 'text', text: t('hello') }),
    choose: () => void write(first(), { type: 'text', text: '1' }),
    agent: () => window.open('/dashboard', 'wpc-dashboard'),
    media: () => void sendSample(first(), 'photo', [], ''),
    several: onAdd,
    break: onFaults,
  };
  return (
    <>
      <h2 className="text-lg font-semibold tracking-tight">{t('guide.title')}</h2>
      <ol className="mt-3">
        {STEPS.map((step, index) => (
          <li key={step} className="relative flex gap-3 pb-4 last:pb-0">
            {index < STEPS.length - 1 && <span aria-hidden className="absolute bottom-0 left-3 top-7 w-px bg-line" />}
            <span aria-hidden className={cn('tnum grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold', done[step] ? 'bg-accent text-accent-ink' : step === next ? 'bg-accent-soft text-accent-text' : 'bg-sunken text-ink-2')}>
              {done[step] ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
            </span>
            <div className="min-w-0 flex-1 pt-0.5">
              <h3 className="text-sm font-medium">
                {t(`guide.${step}.title`)}
                {done[step] && <span className="sr-only"> ({t('guide.done')})</span>}
              </h3>
              <p className="mt-0.5 text-sm text-ink-2">{t(`guide.${step}.text`)}</p>
              {step !== 'return' && !done[step] && (
                <Button size="sm" variant={step === next ? 'soft' : 'secondary'} className="mt-2" onClick={acts[step]}>
                  {t(`guide.${step}.act`)}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
