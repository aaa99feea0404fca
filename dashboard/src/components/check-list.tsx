import { useId, type ReactNode } from 'react';

import { cn } from '@/lib/utils';

import { Checkbox } from './ui/toggles';

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  choices: { value: string; label: ReactNode }[];
  value: string[];
  onChange(value: string[]): void;
  className?: string;
}

/** Any number of these. */
export function CheckList({ label, hint, error, choices, value, onChange, className }: Props) {
  const id = useId();
  return (
    <fieldset className={cn('min-w-0', className)} aria-describedby={error || hint ? `${id}-below` : undefined}>
      <legend className="mb-1 text-sm font-medium text-ink-2">{label}</legend>
      <div className="max-h-56 overflow-y-auto rounded-md border border-line-strong">
        {choices.map((choice) => (
          <label key={choice.value} htmlFor={`${id}-${choice.value}`} className="flex cursor-pointer items-center gap-2.5 border-b px-2.5 py-1.5 text-sm last:border-b-0 hover:bg-hover">
            <Checkbox
              id={`${id}-${choice.value}`}
              checked={value.includes(choice.value)}
              onCheckedChange={(checked) => onChange(checked === true ? [...value, choice.value] : value.filter((other) => other !== choice.value))}
            />
            {choice.label}
          </label>
        ))}
      </div>
      {(error || hint) && (
        <p id={`${id}-below`} role={error ? 'alert' : undefined} className={cn('mt-1 text-xs', error ? 'text-danger' : 'text-ink-3')}>
          {error ?? hint}
        </p>
      )}
    </fieldset>
  );
}
