import { Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { cn } from '@/lib/utils';

import { Input } from './ui/input';

interface Props {
  value: string;
  onChange(value: string): void;
  label: string;
  className?: string;
}

/** What a list is searched for. Esc empties it. */
export function SearchInput({ value, onChange, label, className }: Props) {
  const { t } = useTranslation();
  return (
    <div className={cn('relative w-full sm:w-64', className)}>
      <Search aria-hidden className="pointer-events-none absolute left-2.5 top-1/2 size-4 -translate-y-1/2 text-ink-3" />
      <Input
        type="text"
        role="searchbox"
        value={value}
        aria-label={label}
        placeholder={label}
        className="px-8"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !value) return;
          event.stopPropagation();
          onChange('');
        }}
      />
      {value && (
        <button type="button" aria-label={t('close')} className="absolute right-2 top-1/2 grid size-5 -translate-y-1/2 place-items-center rounded text-ink-3" onClick={() => onChange('')}>
          <X className="size-3.5" />
        </button>
      )}
    </div>
  );
}
