import { createContext, use, type ReactNode } from 'react';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SwitchRow } from '@/components/switch-row';

import type { Settings } from './draft';

export interface Draft {
  value: Settings;
  set<Key extends keyof Settings>(key: Key, value: Settings[Key]): void;
  /** What is wrong at a path, or below it. */
  error(path: string): string | undefined;
}

export const DraftContext = createContext<Draft | null>(null);

export function useDraft(): Draft {
  const draft = use(DraftContext);
  if (!draft) throw new Error('no draft of the settings');
  return draft;
}

type Names<Type> = { [Key in keyof Settings]: Settings[Key] extends Type ? Key : never }[keyof Settings];

/** A setting that is on or off. */
export function Toggle({ name, label, hint }: { name: Names<boolean>; label: ReactNode; hint?: ReactNode }) {
  const { value, set } = useDraft();
  return <SwitchRow label={label} hint={hint} checked={value[name]} onChange={(checked) => set(name, checked)} />;
}

/** A setting that is a number, with its unit behind it. */
export function Amount({ name, label, hint, unit }: { name: Names<number>; label: ReactNode; hint?: ReactNode; unit: string }) {
  const { value, set, error } = useDraft();
  return <NumberField label={label} hint={hint} unit={unit} value={value[name]} error={error(name)} onChange={(next) => set(name, next)} />;
}

export function NumberField({ label, hint, unit, value, error, onChange }: { label: ReactNode; hint?: ReactNode; unit: string; value: number; error?: string; onChange(value: number): void }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <div className="flex items-center gap-2">
          <Input {...wiring} type="number" min={0} className="tnum w-24" value={Number.isNaN(value) ? '' : value} onChange={(event) => onChange(event.target.valueAsNumber)} />
          <span className="text-sm text-ink-3">{unit}</span>
        </div>
      )}
    </Field>
  );
}
