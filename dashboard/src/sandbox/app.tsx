import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Spinner } from '@/components/ui/spinner';
import { useAuth } from '@/lib/auth-store';
import { toast } from '@/lib/toast';

import { readFaults } from './actions';
import { AddPerson } from './add-person';
import { findOthers, follow } from './live';
import { Panel, type Tab } from './panel';
import { SignIn } from './sign-in';
import { Stage } from './stage';
import { openChannels, useStage } from './store';
import { TopBar } from './top-bar';

/** Below this width one telephone is shown at a time, and the panel comes when it is called. */
const NARROW = matchMedia('(max-width: 47.9375rem)');
const ROOMY = matchMedia('(min-width: 64rem)');

function useMatch(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}

/** Who plays, and on which channels. */
export function App() {
  const { token, user, setUser, logout } = useAuth();
  useEffect(() => {
    if (!token || user) return;
    // The client drops a token that the server refuses.
    unwrap(api.GET('/api/auth/me')).then(setUser, toast.problem);
  }, [token, user, setUser]);
  const { t } = useTranslation('sandbox');
  if (!token) return <SignIn />;
  if (!user) return <Waiting />;
  if (user.role !== 'ADMIN') {
    return (
      <Note text={t('adminOnly')}>
        <Button onClick={() => logout()}>{t('otherAccount')}</Button>
      </Note>
    );
  }
  return <Table />;
}

/** The table with the telephones of one channel. */
function Table() {
  const { t } = useTranslation('sandbox');
  const channel = useStage((state) => state.channel);
  const [asked, setAsked] = useState(false);
  const [tab, setTab] = useState<Tab>('guide');
  const [adding, setAdding] = useState(false);
  const [panel, setPanel] = useState(false);
  const narrow = useMatch(NARROW);
  const roomy = useMatch(ROOMY);

  useEffect(() => {
    unwrap(api.GET('/api/channels')).then((channels) => {
      const simulated = (url: string | null) => /\/sandbox\/(meta|waha)\/?$/.test(url ?? '');
      openChannels(channels.filter((one) => one.provider === 'SANDBOX' || simulated(one.baseUrl)));
      setAsked(true);
    }, toast.problem);
  }, []);
  const channelId = channel?.id;
  useEffect(() => {
    if (!channelId) return;
    const ends = new AbortController();
    void follow(channelId, ends.signal);
    void readFaults();
    // Without what was before, the telephones still work.
    findOthers(channelId).catch(() => undefined);
    return () => ends.abort();
  }, [channelId]);

  if (!channel) return asked ? <Note text={t('noChannel')} hint={t('noChannelHint')} /> : <Waiting />;
  const parts = <Panel tab={tab} onTab={setTab} onAdd={() => setAdding(true)} />;
  return (
    <div className="flex h-dvh flex-col bg-(--stage)">
      <TopBar onAdd={() => setAdding(true)} {...(roomy ? {} : { onPanel: () => setPanel(true) })} />
      <div className="flex min-h-0 flex-1">
        <main className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Stage narrow={narrow} onAdd={() => setAdding(true)} />
        </main>
        {roomy && (
          <aside aria-label={t('panel.label')} tabIndex={0} className="w-84 shrink-0 overflow-y-auto border-l bg-surface p-4 focus-visible:-outline-offset-2">
            {parts}
          </aside>
        )}
      </div>
      {!roomy && (
        <Dialog shape="drawer" open={panel} onOpenChange={setPanel} title={t('panel.label')}>
          {parts}
        </Dialog>
      )}
      <AddPerson open={adding} onOpenChange={setAdding} />
    </div>
  );
}

function Waiting() {
  return (
    <main className="grid h-full place-items-center bg-(--stage) text-ink-3">
      <Spinner />
    </main>
  );
}

function Note({ text, hint, children }: { text: string; hint?: string; children?: React.ReactNode }) {
  return (
    <main className="flex h-full flex-col items-center justify-center gap-2 bg-(--stage) p-6 text-center">
      <h1 className="text-lg font-semibold">{text}</h1>
      {hint && <p className="max-w-sm text-ink-2">{hint}</p>}
      {children}
    </main>
  );
}
