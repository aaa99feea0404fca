import { useId, type ReactNode } from 'react';

import { cn } from '@/lib/utils';

interface Wiring {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  className?: string;
  /** Spread the wiring onto the control, so that label, hint and error belong to it. */
  children: (wiring: Wiring) => ReactNode;
}

/** Label, control, and below it the hint or what is wrong. */
export function Field({ label, hint, error, className, children }: Props) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={cn('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink-2">
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': below ? `${id}-below` : undefined })}
      {below && (
        <p id={`${id}-below`} role={error ? 'alert' : undefined} className={cn('text-xs', error ? 'text-danger' : 'text-ink-3')}>
          {below}
        </p>
      )}
    </div>
  );
}
