import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { contactEpisodes } from '@/api/contacts';
import { conversationNotes } from '@/api/conversations';
import { colleagueList } from '@/api/directory';
import { Skeleton } from '@/components/states';
import { fullTime, shortTime } from '@/lib/format';

/** Notes belong to an attendance; of this many of the newest they are gathered. */
const EPISODES = 10;

/** What the team wrote about the customer, over the last attendances. */
export function ContactNotes({ id }: { id: string }) {
  const { t } = useTranslation('contacts');
  const common = useTranslation().t;
  const episodes = useInfiniteQuery(contactEpisodes(id));
  const colleagues = useQuery(colleagueList());
  const newest = episodes.data?.pages[0]?.items.slice(0, EPISODES) ?? [];
  const answers = useQueries({ queries: newest.map((episode) => conversationNotes(episode.id)) });
  if (episodes.isPending || answers.some((answer) => answer.isPending)) return <Skeleton className="h-10 w-full" />;
  const notes = answers.flatMap((answer) => answer.data?.items ?? []).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (notes.length === 0) return <p className="text-sm text-ink-3">{t('notesEmpty')}</p>;
  const readable = (content: string) => content.replace(/@\[([0-9a-f-]{36})\]/g, (whole, user: string) => `@${colleagues.data?.find((each) => each.id === user)?.name ?? whole}`);
  return (
    <ul className="flex flex-col gap-2">
      {notes.map((note) => (
        <li key={note.id} className="rounded-md bg-note px-3 py-2 text-sm">
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{readable(note.content)}</p>
          <p className="mt-1 flex gap-2 text-xs text-ink-2">
            <span className="min-w-0 flex-1 truncate">{note.author.name}</span>
            <Link to="/dashboard/c/$id" params={{ id: note.conversationId }} className="hover:underline">
              <time dateTime={note.createdAt} title={fullTime(note.createdAt)} className="tnum">
                {shortTime(note.createdAt, common('yesterday'))}
              </time>
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}
