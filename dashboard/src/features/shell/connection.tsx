import { Wifi, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/ui/button';
import { Tooltip } from '@/components/ui/tooltip';
import { cn } from '@/lib/utils';
import { realtime } from '@/realtime/start';
import { useRealtime } from '@/realtime/store';

/** Silent while all is well; says how long until the next attempt when it is not. */
export function Connection() {
  const { t } = useTranslation('shell');
  const phase = useRealtime((state) => state.phase);
  const retryAt = phase.name === 'waiting' ? phase.retryAt : null;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (retryAt === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [retryAt]);

  const text =
    phase.name === 'waiting'
      ? t('connection.waiting', { seconds: Math.max(0, Math.ceil((phase.retryAt - now) / 1000)) })
      : t(`connection.${phase.name}`);
  const bad = phase.name === 'waiting' || phase.name === 'stopped';
  const Icon = bad ? WifiOff : Wifi;
  return (
    <div className="flex items-center gap-2" role="status">
      <Tooltip text={text} side="bottom">
        <span role="img" tabIndex={0} aria-label={text} className="grid size-7 place-items-center rounded-md">
          <Icon className={cn('size-4', phase.name === 'live' ? 'text-ink-3' : bad ? 'text-danger' : 'animate-shimmer text-warn')} strokeWidth={1.75} />
        </span>
      </Tooltip>
      {bad && <span className="tnum text-xs text-danger max-lg:sr-only">{text}</span>}
      {phase.name === 'waiting' && (
        <Button size="sm" onClick={() => realtime.connect()}>
          {t('connection.tryNow')}
        </Button>
      )}
    </div>
  );
}
