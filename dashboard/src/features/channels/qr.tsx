import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { channelQr, QR_LASTS } from '@/api/channel-session';
import { Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';

/** The code that links a telephone, with how long it is good for; a new one comes by itself. */
export function Qr({ channelId, onGone }: { channelId: string; onGone(): void }) {
  const { t } = useTranslation('channels');
  const code = useQuery(channelQr(channelId, onGone));
  const url = code.data;
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  return (
    <div className="flex flex-col items-center gap-4">
      {/* Scanners want dark on white, also in the dark theme. */}
      <div className="grid size-64 place-items-center rounded-lg border bg-white p-2">
        {url ? (
          <img src={url} alt={t('qrAlt')} className="size-full [image-rendering:pixelated]" />
        ) : code.error ? (
          <p className="px-4 text-center text-sm text-danger">{code.error.message}</p>
        ) : (
          <Skeleton className="size-full" />
        )}
      </div>
      <div className="flex w-64 items-center gap-3 text-xs text-ink-3">
        <Left key={code.dataUpdatedAt} since={code.dataUpdatedAt} />
        <Button size="sm" busy={code.isFetching} onClick={() => void code.refetch()}>
          <RefreshCw />
          {t('qrRefresh')}
        </Button>
      </div>
      <ol className="list-decimal self-stretch pl-5 text-sm text-ink-2">
        <li>{t('qrStep.open')}</li>
        <li>{t('qrStep.link')}</li>
        <li>{t('qrStep.scan')}</li>
      </ol>
    </div>
  );
}

/** A bar that empties until the next code. */
function Left({ since }: { since: number }) {
  const { t } = useTranslation('channels');
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = since === 0 ? QR_LASTS / 1000 : Math.max(0, Math.ceil((since + QR_LASTS - now) / 1000));
  return (
    <span className="min-w-0 flex-1">
      <span className="tnum">{t('qrLeft', { count: seconds })}</span>
      <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-line">
        <span className="block h-full rounded-full bg-accent transition-[width] duration-1000 ease-linear" style={{ width: `${(seconds / (QR_LASTS / 1000)) * 100}%` }} />
      </span>
    </span>
  );
}
