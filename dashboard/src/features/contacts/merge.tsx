import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { ArrowDown } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { contactList } from '@/api/contacts';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Contact } from '@/api/types';
import { Notice } from '@/components/notice';
import { SearchInput } from '@/components/search-input';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { phone } from '@/lib/format';
import { toast } from '@/lib/toast';

/** Makes one customer of two: found first, then shown what goes where, as it cannot be undone. */
export function Merge({ contact, onClose }: { contact: Contact; onClose(): void }) {
  const { t } = useTranslation('contacts');
  const common = useTranslation().t;
  const [search, setSearch] = useState('');
  const [other, setOther] = useState<Contact | null>(null);
  const wanted = useDeferredValue(search.trim());
  const found = useInfiniteQuery({ ...contactList({ search: wanted }), enabled: wanted.length > 1 });
  const merge = useMutation({
    mutationFn: (otherId: string) => unwrap(api.POST('/api/contacts/{id}/merge', { params: { path: { id: contact.id } }, body: { otherId } })),
    onSuccess(fresh) {
      queryClient.setQueryData(keys.contact(contact.id), fresh);
      void queryClient.invalidateQueries({ queryKey: keys.contacts() });
      toast.ok(t('merged'));
      onClose();
    },
    onError: toast.problem,
  });
  const items = wanted.length > 1 ? (found.data?.pages.flatMap((page) => page.items).filter((item) => item.id !== contact.id) ?? []) : [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('merge')}
      description={other ? undefined : t('mergeText', { name: contact.displayName })}
      footer={
        other && (
          <>
            <Button variant="ghost" onClick={() => setOther(null)}>
              {common('back')}
            </Button>
            <Button variant="danger" busy={merge.isPending} onClick={() => merge.mutate(other.id)}>
              {t('mergeAct')}
            </Button>
          </>
        )
      }
    >
      {other ? (
        <div className="flex flex-col items-stretch gap-2">
          <Side contact={other} note={t('mergeGone')} />
          <ArrowDown aria-hidden className="size-5 self-center text-ink-3" />
          <Side contact={contact} note={t('mergeStays')} />
          <Notice tone="warn" className="mt-2">
            {t('mergeFinal')}
          </Notice>
        </div>
      ) : (
        <>
          <SearchInput label={t('search')} value={search} onChange={setSearch} className="sm:w-full" />
          <ul className="mt-2 max-h-64 overflow-y-auto">
            {items.slice(0, 20).map((item) => (
              <li key={item.id}>
                <button type="button" className="flex w-full items-center gap-3 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover" onClick={() => setOther(item)}>
                  <Avatar name={item.displayName} size="sm" />
                  <span className="min-w-0 flex-1 truncate">{item.displayName}</span>
                  <span className="tnum text-xs text-ink-3">{item.phone && phone(item.phone)}</span>
                </button>
              </li>
            ))}
            {found.isSuccess && wanted.length > 1 && items.length === 0 && <li className="py-3 text-sm text-ink-3">{t('noneFound')}</li>}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function Side({ contact, note }: { contact: Contact; note: string }) {
  return (
    <div className="flex items-center gap-3 rounded-lg border px-3 py-2.5">
      <Avatar name={contact.displayName} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{contact.displayName}</span>
        <span className="tnum block truncate text-xs text-ink-3">{contact.identities.map(({ kind, value }) => (kind === 'PHONE' ? phone(value) : value)).join(', ')}</span>
      </span>
      <span className="text-xs text-ink-2">{note}</span>
    </div>
  );
}
