import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Message } from '@/api/types';
import { cn } from '@/lib/utils';

import { discard, useUploads } from '../composer/send';

const ROUND = 2 * Math.PI * 16;

/** How much of a file has left, as a ring about the button that stops it. Nothing for what is not on its way from here. */
export function Uploading({ message, className }: { message: Message; className?: string }) {
  const { t } = useTranslation('inbox');
  const part = useUploads((uploads) => uploads[message.id]);
  if (part === undefined) return null;
  return (
    <button
      type="button"
      aria-label={t('cancelUpload')}
      title={t('cancelUpload')}
      className={cn('relative grid size-10 shrink-0 place-items-center rounded-full bg-black/60 text-white hover:bg-black/75', className)}
      onClick={() => discard(message)}
    >
      <svg aria-hidden viewBox="0 0 36 36" className="absolute inset-0.5 -rotate-90">
        <circle
          cx="18"
          cy="18"
          r="16"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.5"
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - Math.max(0.03, part))}
          className="transition-[stroke-dashoffset]"
        />
      </svg>
      <X className="size-4" />
      <span role="progressbar" aria-label={t('uploading')} aria-valuenow={Math.round(part * 100)} className="sr-only" />
    </button>
  );
}
