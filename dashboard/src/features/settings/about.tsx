import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { Skeleton } from '@/components/states';
import { Badge } from '@/components/ui/badge';

/** What runs here, and whether all of it is well. */
export function About() {
  const { t } = useTranslation('settings');
  const health = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => unwrap(api.GET('/api/health', { signal })), gcTime: 0 });
  if (!health.data) return <Skeleton className="h-16 w-64" />;
  const { version, profile, status, services } = health.data;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
      <dt className="text-ink-3">{t('version')}</dt>
      <dd className="tnum">{version}</dd>
      <dt className="text-ink-3">{t('profile')}</dt>
      <dd>{profile}</dd>
      <dt className="text-ink-3">{t('health')}</dt>
      <dd>
        <Badge tone={status === 'ok' ? 'ok' : status === 'degraded' ? 'warn' : 'danger'}>{t(`healthOf.${status}`)}</Badge>
      </dd>
      {(['database', 'queue', 'redis', 'workers'] as const).map((name) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{t(`service.${name}`)}</dt>
          <dd className={services[name] === 'error' ? 'text-danger' : services[name] === 'unused' ? 'text-ink-3' : ''}>{t(`serviceOf.${services[name]}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
