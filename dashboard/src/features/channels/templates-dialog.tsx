import { useMutation, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Channel, Schemas } from '@/api/types';
import { ErrorState, Skeleton } from '@/components/states';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { fullTime } from '@/lib/format';
import { toast } from '@/lib/toast';

/** The templates META has approved for a channel, as they were read last. */
export function TemplatesDialog({ channel, onClose }: { channel: Channel; onClose(): void }) {
  const { t } = useTranslation('channels');
  const params = { path: { id: channel.id } };
  const queryKey = [...keys.channels(), channel.id, 'templates'];
  const templates = useQuery({ queryKey, queryFn: ({ signal }) => unwrap(api.GET('/api/channels/{id}/templates', { params, signal })) });
  const sync = useMutation({
    mutationFn: () => unwrap(api.POST('/api/channels/{id}/templates/sync', { params })),
    onSuccess: (items: Schemas['Template'][]) => queryClient.setQueryData(queryKey, items),
    onError: toast.problem,
  });
  const last = templates.data?.[0]?.syncedAt;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('templates')}
      description={last ? t('syncedAt', { time: fullTime(last) }) : t('templatesText')}
      footer={
        <Button busy={sync.isPending} onClick={() => sync.mutate()}>
          <RefreshCw />
          {t('sync')}
        </Button>
      }
    >
      {templates.error ? (
        <ErrorState error={templates.error} retry={() => void templates.refetch()} />
      ) : templates.data ? (
        templates.data.length === 0 ? (
          <p className="py-4 text-sm text-ink-3">{t('templatesEmpty')}</p>
        ) : (
          <ul className="divide-y">
            {templates.data.map((template) => (
              <li key={`${template.name}-${template.language}`} className="flex items-center gap-3 py-2 text-sm">
                <span className="min-w-0 flex-1 truncate font-mono text-xs">{template.name}</span>
                <span className="text-ink-3">{template.category}</span>
                <span className="text-ink-3">{template.language}</span>
                <Badge tone={template.status === 'APPROVED' ? 'ok' : 'warn'}>{template.status}</Badge>
              </li>
            ))}
          </ul>
        )
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Dialog>
  );
}
