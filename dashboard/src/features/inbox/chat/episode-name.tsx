import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { contactEpisodes, conversationDetail } from '@/api/conversations';
import { dayName, fullTime } from '@/lib/format';
import { knownConversation } from '@/realtime/start';

interface Props {
  contactId: string | undefined;
  conversationId: string;
  current: boolean;
  /** Of its first message. */
  at: string;
}

/** An attendance by its protocol and the day it began. */
export function EpisodeName({ contactId, conversationId, current, at }: Props) {
  const { t } = useTranslation('inbox');
  const recent = useQuery({ ...contactEpisodes(contactId ?? ''), enabled: contactId !== undefined && !current });
  const listed = current ? knownConversation(conversationId) : recent.data?.items.find(({ id }) => id === conversationId);
  // The list has the newest episodes; who reads further back asks for each.
  const older = useQuery({ ...conversationDetail(conversationId), enabled: listed === undefined && (current || recent.isSuccess) });
  const episode = listed ?? older.data;
  return (
    <span className="tnum">
      <span className="font-medium">{t(current ? 'episodeNow' : 'episode')}</span>
      {episode && <span className="select-text"> {episode.protocol}</span>}
      <span> · </span>
      <time dateTime={at} title={fullTime(at)}>
        {dayName(at)}
      </time>
    </span>
  );
}
