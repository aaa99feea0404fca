import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { contactEpisodes } from '@/api/conversations';
import type { Conversation } from '@/api/types';
import { shortTime } from '@/lib/format';

import { stateOf } from '../state';

/** The other attendances of the same customer that this reader may see, the newest first. */
export function Episodes({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox');
  const common = useTranslation().t;
  const episodes = useQuery(contactEpisodes(conversation.contactId));
  const others = episodes.data?.items.filter(({ id }) => id !== conversation.id) ?? [];
  if (others.length === 0) return <p className="text-sm text-ink-3">{t('panel.noEpisodes')}</p>;
  return (
    <ul className="-mx-2">
      {others.map((other) => (
        <li key={other.id}>
          <Link to="/dashboard/c/$id" params={{ id: other.id }} className="flex items-baseline gap-2 rounded-md px-2 py-1 text-sm hover:bg-hover">
            <span className="tnum min-w-0 flex-1 truncate">{other.protocol}</span>
            <span className="text-xs text-ink-3">{t(`state.${stateOf(other)}`)}</span>
            <time dateTime={other.createdAt} className="tnum text-xs text-ink-3">
              {shortTime(other.createdAt, common('yesterday'))}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  );
}
