import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Notice } from '@/components/notice';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Dialog } from '@/components/ui/dialog';
import { fullTime } from '@/lib/format';

import type { Stuck, What } from './stuck';

/** What it was, why it failed, what it held, and the two ways out. */
export function StuckDetails({ item, name, busy, onAct, onClose }: { item: Stuck; name: string; busy: What | null; onAct(what: What): void; onClose(): void }) {
  const { t } = useTranslation('jobs');
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Dialog
        open
        shape="drawer"
        wide
        onOpenChange={(shown) => !shown && onClose()}
        title={name}
        description={item.what === name ? undefined : item.what}
        footer={
          <>
            <Button variant="ghost" busy={busy === 'discard'} onClick={() => setLeaving(true)}>
              {t('discard')}
            </Button>
            <Button variant="primary" busy={busy === 'retry'} onClick={() => onAct('retry')}>
              {t('retry')}
            </Button>
          </>
        }
      >
        {item.error && (
          <Notice tone="danger" className="mb-4">
            <span className="[overflow-wrap:anywhere]">{item.error}</span>
          </Notice>
        )}
        <dl className="mb-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm">
          <dt className="text-ink-3">{t('when')}</dt>
          <dd>{fullTime(item.at)}</dd>
          <dt className="text-ink-3">{t('attempts')}</dt>
          <dd className="tnum">{item.attempts}</dd>
          <dt className="text-ink-3">{t('id')}</dt>
          <dd className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{item.id}</dd>
        </dl>
        <h3 className="mb-1.5 text-sm font-medium">{t('content')}</h3>
        <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">
          {JSON.stringify(item.body, null, 2)}
        </pre>
      </Dialog>
      <Confirm
        open={leaving}
        onOpenChange={setLeaving}
        title={t('discardTitle')}
        description={t('discardText')}
        action={t('discard')}
        danger
        busy={busy === 'discard'}
        onConfirm={() => {
          setLeaving(false);
          onAct('discard');
        }}
      />
    </>
  );
}
