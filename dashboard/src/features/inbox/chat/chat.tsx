import { useQuery } from '@tanstack/react-query';
import { MessageCircleOff } from 'lucide-react';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { problemCode } from '@/api/client';
import { conversationDetail } from '@/api/conversations';
import { EmptyState, ErrorState } from '@/components/states';
import { Button } from '@/components/ui/button';
import { lazyPart } from '@/lib/lazy-part';
import { cn } from '@/lib/utils';
import { knownConversation, realtime } from '@/realtime/start';
import { useRealtime } from '@/realtime/store';

import { useActions } from '../actions';
import { useChatStore } from '../chat-store';
import { Composer } from '../composer/composer';
import { ChatHeader } from './chat-header';
import { MessageList } from './message-list';
import { StateBanner } from './state-banner';
import { useViewer } from './viewer-store';

const CustomerPanel = lazyPart(() => import('../panel/customer-panel'));
const TransferDialog = lazyPart(() => import('./transfer-dialog'));
const GiveDialog = lazyPart(() => import('./give-dialog'));
const Viewer = lazyPart(() => import('./viewer'));
const TemplateDialog = lazyPart(() => import('../templates/template-dialog'));

/** One conversation: who, what was said, what one can say, and beside it the customer. */
export function Chat({ id, onBack }: { id: string; onBack(): void }) {
  const { t } = useTranslation('inbox');
  const detail = useQuery({ ...conversationDetail(id), initialData: () => knownConversation(id) });
  const lost = useRealtime((state) => state.lost[id]);
  const { panel, dialog, set } = useChatStore();
  const viewing = useViewer((state) => state.messages !== null);
  const actions = useActions(id);
  useEffect(() => {
    realtime.join(id);
    return () => realtime.leave(id);
  }, [id]);

  const back = (
    <Button className="md:hidden" onClick={onBack}>
      {t('title')}
    </Button>
  );
  if (detail.error && !detail.data) {
    if (problemCode(detail.error) === 'not_found') {
      return <EmptyState icon={MessageCircleOff} className="h-full" title={t('notAvailable')} text={t('notAvailableText')} action={back} />;
    }
    return <ErrorState className="h-full" error={detail.error} retry={() => void detail.refetch()} />;
  }
  const conversation = detail.data;
  return (
    <div className="relative flex h-full min-w-0">
      <section aria-label={conversation?.customerName ?? t('title')} className="relative flex min-w-0 flex-1 flex-col bg-canvas">
        <ChatHeader conversation={conversation} actions={actions} onBack={onBack} />
        {lost ? <p className="border-b bg-warn-soft px-4 py-2 text-sm text-warn">{t('lost')}</p> : conversation && <StateBanner conversation={conversation} actions={actions} />}
        <MessageList id={id} conversation={conversation} onRead={actions.read} />
        {conversation && !lost && <Composer conversation={conversation} actions={actions} />}
      </section>
      {panel && conversation && (
        <>
          <button type="button" aria-label={t('actions.panel')} tabIndex={-1} className="animate-fade absolute inset-0 z-20 bg-black/30 xl:hidden" onClick={() => set({ panel: false })} />
          <aside
            aria-label={t('panel.title')}
            className={cn('min-h-0 w-84 shrink-0 overflow-y-auto border-l bg-surface', 'max-xl:animate-slide-in max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-30 max-xl:shadow-pop max-sm:w-full')}
          >
            <Suspense>
              <CustomerPanel conversation={conversation} actions={actions} onClose={() => set({ panel: false })} />
            </Suspense>
          </aside>
        </>
      )}
      <Suspense>
        {viewing && <Viewer />}
        {conversation && dialog === 'transfer' && <TransferDialog conversation={conversation} actions={actions} onClose={() => set({ dialog: null })} />}
        {conversation && dialog === 'give' && <GiveDialog conversation={conversation} actions={actions} onClose={() => set({ dialog: null })} />}
        {conversation && dialog === 'template' && <TemplateDialog conversation={conversation} onClose={() => set({ dialog: null })} />}
      </Suspense>
    </div>
  );
}
