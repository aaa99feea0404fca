import { useTranslation } from 'react-i18next';

import { duration } from '@/lib/format';
import { cn } from '@/lib/utils';

interface Props {
  prefix: string | null;
  text: string;
  /** Characters that may still be written; below zero, too many are. */
  left: number;
  /** Seconds until only templates may be sent; null where there is no such limit. */
  window: number | null;
}

/** From here on the end comes near. */
const FEW = 300;
const TWO_HOURS = 7_200;

/** Below the composer: under which name it goes out, how long one may still answer, and how much room is left. */
export function Footnote({ prefix, text, left, window }: Props) {
  const { t } = useTranslation('inbox');
  const closing = window !== null && window < TWO_HOURS;
  const written = text.trim() !== '' && !text.startsWith('/');
  if (!closing && left >= FEW && !(prefix && written)) return null;
  return (
    <p className="tnum flex items-baseline gap-3 px-1 pt-1.5 text-xs text-ink-3">
      {closing && <span className="shrink-0 text-warn">{t('windowLeft', { time: duration(window) })}</span>}
      {prefix && written && (
        <span className="min-w-0 truncate">
          {t('seenAs')} <b className="font-semibold text-ink-2">{prefix.slice(1, -1)}:</b> {text.trim()}
        </span>
      )}
      {left < FEW && <span className={cn('ml-auto shrink-0', left < 0 && 'text-danger')}>{left < 0 ? t('tooLong', { count: -left }) : t('left', { count: left })}</span>}
    </p>
  );
}
