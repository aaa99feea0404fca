import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { problemDetail } from '@/api/client';
import { cn } from '@/lib/utils';

import { Button } from './ui/button';

/** Nothing to show, and what to do about it. */
export function EmptyState({ icon: Icon, title, text, action, className }: { icon?: LucideIcon; title: ReactNode; text?: ReactNode; action?: ReactNode; className?: string }) {
  return (
    <div className={cn('flex flex-col items-center justify-center gap-1 px-6 py-12 text-center', className)}>
      {Icon && <Icon aria-hidden strokeWidth={1.5} className="mb-2 size-7 text-ink-3" />}
      <p className="font-medium text-ink-2">{title}</p>
      {text && <p className="max-w-sm text-balance text-sm text-ink-3">{text}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** A query that failed, in the server's words, with a way to try again. */
export function ErrorState({ error, retry, className }: { error: unknown; retry?: () => void; className?: string }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={CircleAlert}
      className={className}
      title={t('failed')}
      text={problemDetail(error, t('unreachable'))}
      action={retry && <Button onClick={retry}>{t('retry')}</Button>}
    />
  );
}

export function Skeleton({ className, style }: { className?: string; style?: React.CSSProperties }) {
  return <span aria-hidden style={style} className={cn('animate-shimmer block rounded bg-line', className)} />;
}
