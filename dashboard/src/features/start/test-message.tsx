import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Channel } from '@/api/types';
import { Button } from '@/components/ui/button';
import { phone } from '@/lib/format';
import { toast } from '@/lib/toast';

/** Where the simulated customer calls from: a number of nobody. */
const CUSTOMER = '+5511900000000';

const TRIES = 20;
const BETWEEN = 250;

/** The conversation that the simulated message begins: it takes the way of a real one, which is a moment. */
async function begun(): Promise<string | null> {
  for (let left = TRIES; left > 0; left -= 1) {
    const [found] = await unwrap(api.GET('/api/conversations', { params: { query: { search: CUSTOMER, limit: 1 } } }));
    if (found) return found.id;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN));
  }
  return null;
}

/** The first customer: simulated where there is a simulator, else a number to write to. */
export function TestMessage({ channels }: { channels: Channel[] }) {
  const { t } = useTranslation('start');
  const sandbox = channels.find((channel) => channel.provider === 'SANDBOX' && channel.status === 'ACTIVE');
  const real = channels.find((channel) => channel.status === 'ACTIVE' && channel.phone !== null);
  const navigate = useNavigate();
  const send = useMutation({
    async mutationFn(channelId: string) {
      await unwrap(api.POST('/api/sandbox/{channelId}/inbound', { params: { path: { channelId } }, body: { from: CUSTOMER, name: t('customer'), type: 'text', text: t('hello') } }));
      return begun();
    },
    onSuccess(id) {
      void queryClient.invalidateQueries({ queryKey: keys.contacts() });
      if (id) void navigate({ to: '/dashboard/c/$id', params: { id } });
      else toast.ok(t('sent'));
    },
    onError: toast.problem,
  });
  if (sandbox) {
    return (
      <Button size="sm" busy={send.isPending} onClick={() => send.mutate(sandbox.id)}>
        <Send />
        {t('act.test')}
      </Button>
    );
  }
  return <p className="tnum max-w-52 text-sm text-ink-3">{real?.phone ? t('writeTo', { phone: phone(real.phone) }) : t('needsChannel')}</p>;
}
