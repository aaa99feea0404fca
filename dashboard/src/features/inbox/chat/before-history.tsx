import { useTranslation } from 'react-i18next';

import { useUnsent } from '@/api/unsent';
import { ErrorState, Skeleton } from '@/components/states';
import { cn } from '@/lib/utils';

import { Bubble } from './bubble';

interface Props {
  id: string;
  customer: string | null;
  /** Why the history did not come; null while it may. */
  error: Error | null;
  retry(): void;
}

/** What stands in place of a history that is not there yet. Whoever writes meanwhile sees what they wrote. */
export function BeforeHistory({ id, customer, error, retry }: Props) {
  const { t } = useTranslation('inbox');
  const unsent = useUnsent((state) => state.messages);
  return (
    <div role="log" aria-label={t('title')} aria-busy={!error} className="mx-auto flex min-h-0 w-full max-w-4xl flex-1 flex-col justify-end overflow-y-auto">
      {error ? <ErrorState className="flex-1" error={error} retry={retry} /> : <HistorySkeleton />}
      <div className="px-3 pb-3 sm:px-6">
        {unsent.map((message) => message.conversationId === id && <Bubble key={message.id} message={message} joined={false} customer={customer} onJump={nowhere} />)}
      </div>
    </div>
  );
}

/** There is nothing to jump to. */
const nowhere = () => undefined;

function HistorySkeleton() {
  return (
    <div className="flex flex-col gap-3 px-3 py-4 sm:px-6">
      {[52, 36, 64, 44, 30].map((width, index) => (
        <Skeleton key={width} className={cn('h-10 rounded-xl', index % 2 === 1 && 'self-end')} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
