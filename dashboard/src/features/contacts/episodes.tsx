import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { contactEpisodes } from '@/api/contacts';
import { ErrorState, Skeleton } from '@/components/states';
import { Badge, Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { shortTime } from '@/lib/format';

/** Every time the customer was served that this reader may see, the newest first. */
export function Episodes({ id }: { id: string }) {
  const { t } = useTranslation('contacts');
  const common = useTranslation().t;
  const episodes = useInfiniteQuery(contactEpisodes(id));
  if (episodes.error) return <ErrorState error={episodes.error} retry={() => void episodes.refetch()} />;
  const items = episodes.data?.pages.flatMap((page) => page.items);
  if (!items) return <Skeleton className="h-24 w-full" />;
  if (items.length === 0) return <p className="text-sm text-ink-3">{t('episodesEmpty')}</p>;
  return (
    <>
      <ol className="divide-y border-y">
        {items.map((episode) => (
          <li key={episode.id}>
            <Link to="/dashboard/c/$id" params={{ id: episode.id }} className="flex items-center gap-3 px-1 py-2.5 text-sm hover:bg-hover">
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-2">
                  <span className="tnum font-medium">{episode.protocol}</span>
                  <Badge tone={episode.status === 'ASSIGNED' ? 'accent' : episode.status === 'OPEN' ? 'warn' : 'neutral'}>{t(`status.${episode.status}`)}</Badge>
                  {episode.tags.length > 0 && (
                    <span aria-label={t('episodeTags')} role="group" className="flex flex-wrap gap-x-2 text-xs text-ink-2">
                      {episode.tags.map((tag) => (
                        <Coloured key={tag.id} color={tag.color}>
                          {tag.name}
                        </Coloured>
                      ))}
                    </span>
                  )}
                </span>
                <span className="flex gap-3 truncate text-xs text-ink-3">
                  {episode.department && <Coloured color={episode.department.color}>{episode.department.name}</Coloured>}
                  {episode.assignedUser && <span>{episode.assignedUser.name}</span>}
                  <span>{episode.channel.name}</span>
                </span>
              </span>
              <time dateTime={episode.createdAt} className="tnum text-xs text-ink-3">
                {shortTime(episode.createdAt, common('yesterday'))}
              </time>
            </Link>
          </li>
        ))}
      </ol>
      {episodes.hasNextPage && (
        <Button variant="ghost" className="mt-2" busy={episodes.isFetchingNextPage} onClick={() => void episodes.fetchNextPage()}>
          {common('loadMore')}
        </Button>
      )}
    </>
  );
}
