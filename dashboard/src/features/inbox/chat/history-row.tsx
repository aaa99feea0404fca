import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import { dayName } from '@/lib/format';
import { cn } from '@/lib/utils';

import { Album } from './album';
import { Bubble } from './bubble';
import { EpisodeName } from './episode-name';
import type { Row } from './rows';

interface Props {
  row: Row;
  customer: string | null;
  contactId: string | undefined;
  onJump(messageId: string): void;
}

export const HistoryRow = memo(function HistoryRow({ row, customer, contactId, onJump }: Props) {
  const { t } = useTranslation('inbox');
  switch (row.kind) {
    case 'start':
      return <p className="py-4 text-center text-xs text-ink-3">{t('start')}</p>;
    case 'day':
      return (
        <Rule>
          <time dateTime={row.at} className="first-letter:uppercase">
            {dayName(row.at)}
          </time>
        </Rule>
      );
    case 'episode':
      return (
        <Rule>
          <EpisodeName contactId={contactId} conversationId={row.conversationId} current={row.current} at={row.at} />
        </Rule>
      );
    case 'unread':
      return <Rule fresh>{t('newMessages')}</Rule>;
    case 'album':
      return <Album messages={row.messages} joined={row.joined} />;
    case 'message':
      return <Bubble message={row.message} joined={row.joined} customer={customer} onJump={onJump} />;
  }
}, isSameRow);

/** Rows are built anew when anything changes; what they say mostly stays. */
function isSameRow(a: Props, b: Props): boolean {
  if (a.customer !== b.customer || a.contactId !== b.contactId || a.onJump !== b.onJump || a.row.kind !== b.row.kind || a.row.key !== b.row.key) return false;
  if (a.row.kind === 'message' && b.row.kind === 'message') return a.row.message === b.row.message && a.row.joined === b.row.joined;
  if (a.row.kind === 'album' && b.row.kind === 'album') {
    const { messages, joined } = b.row;
    return a.row.joined === joined && a.row.messages.length === messages.length && a.row.messages.every((message, index) => message === messages[index]);
  }
  return true;
}

function Rule({ fresh, children }: { fresh?: boolean; children: React.ReactNode }) {
  const line = cn('h-px flex-1', fresh ? 'bg-accent/40' : 'bg-line');
  return (
    <div className={cn('my-3 flex items-center gap-3 text-xs', fresh ? 'font-medium text-accent-text' : 'text-ink-3')}>
      <span className={line} />
      <span>{children}</span>
      <span className={line} />
    </div>
  );
}
