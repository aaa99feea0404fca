import { ToggleGroup as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

interface Props<Value extends string> {
  label: string;
  value: Value;
  onChange(value: Value): void;
  choices: { value: Value; label: ReactNode }[];
  className?: string;
}

/** One of a few, all visible. */
export function Segments<Value extends string>({ label, value, onChange, choices, className }: Props<Value>) {
  return (
    <Radix.Root
      type="single"
      aria-label={label}
      value={value}
      // One is always chosen: a click on the chosen one changes nothing.
      onValueChange={(next) => next && onChange(next as Value)}
      className={cn('inline-flex max-w-full overflow-x-auto rounded-md border bg-sunken p-0.5', className)}
    >
      {choices.map((choice) => (
        <Radix.Item
          key={choice.value}
          value={choice.value}
          className="h-7 shrink-0 rounded-[5px] px-2.5 text-sm text-ink-2 hover:text-ink data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:shadow-sm dark:data-[state=on]:bg-raised"
        >
          {choice.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
