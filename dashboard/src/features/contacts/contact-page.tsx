import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Ellipsis, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { contactDetail } from '@/api/contacts';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Contact, Schemas } from '@/api/types';
import { Page, Section } from '@/components/page';
import { ErrorState, Skeleton } from '@/components/states';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Menu, MenuItem } from '@/components/ui/menu';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { fullTime } from '@/lib/format';
import { toast } from '@/lib/toast';
import { newId } from '@/lib/utils';

import { Episodes } from './episodes';
import { Facts } from './facts';
import { Merge } from './merge';
import { ContactNotes } from './notes';
import { ErasureReceipt } from './receipt';
import { SharedMedia } from './shared-media';

/** One customer: what is known of them, and every time they were served. */
export function ContactPage({ id }: { id: string }) {
  const [receipt, setReceipt] = useState<Schemas['ErasureReceipt'] | null>(null);
  const contact = useQuery({ ...contactDetail(id), enabled: receipt === null });
  if (receipt) return <ErasureReceipt receipt={receipt} />;
  if (contact.error) return <ErrorState className="h-full" error={contact.error} retry={() => void contact.refetch()} />;
  if (!contact.data) {
    return (
      <Page title={<Skeleton className="h-7 w-56" />}>
        <Skeleton className="h-64 w-full" />
      </Page>
    );
  }
  return <Detail contact={contact.data} onErased={setReceipt} />;
}

function Detail({ contact, onErased }: { contact: Contact; onErased(receipt: Schemas['ErasureReceipt']): void }) {
  const { t } = useTranslation('contacts');
  const me = useMe();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'merge' | 'erase' | null>(null);
  // One for each click on the page, so that an answer that got lost opens no second conversation.
  const [key, setKey] = useState(newId);
  const { id } = contact;
  const change = useMutation({
    mutationFn: (body: Schemas['ContactChange']) => unwrap(api.PATCH('/api/contacts/{id}', { params: { path: { id } }, body })),
    onSuccess(fresh) {
      queryClient.setQueryData(keys.contact(id), fresh);
      void queryClient.invalidateQueries({ queryKey: keys.contacts() });
    },
    onError: toast.problem,
  });
  const start = useMutation({
    mutationFn: () => unwrap(api.POST('/api/conversations', { body: { contactId: id }, headers: { 'Idempotency-Key': key } })),
    onSuccess(conversation) {
      setKey(newId());
      void queryClient.invalidateQueries({ queryKey: keys.contact(id) });
      void navigate({ to: '/dashboard/c/$id', params: { id: conversation.id } });
    },
    onError(error) {
      setKey(newId());
      toast.problem(error);
    },
  });
  const erase = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/contacts/{id}', { params: { path: { id } } })),
    onSuccess(receipt) {
      onErased(receipt);
      queryClient.removeQueries({ queryKey: keys.contact(id) });
      void queryClient.invalidateQueries({ queryKey: keys.contacts() });
    },
    onError: toast.problem,
  });
  return (
    <Page
      title={
        <span className="flex items-center gap-3">
          <Button asChild variant="ghost" size="icon-sm" className="-ml-2">
            <Link to="/dashboard/contacts" aria-label={t('title')}>
              <ArrowLeft />
            </Link>
          </Button>
          <Avatar name={contact.displayName} />
          <span className="min-w-0 truncate">{contact.displayName}</span>
          {contact.blocked && <Badge tone="danger">{t('blocked')}</Badge>}
          {contact.optedOutAt && <Badge tone="warn">{t('optedOut')}</Badge>}
        </span>
      }
      description={contact.lastAttendedAt ? t('lastAttended', { time: fullTime(contact.lastAttendedAt) }) : undefined}
      actions={
        <>
          {contact.activeConversation ? (
            <Button asChild variant="primary">
              <Link to="/dashboard/c/$id" params={{ id: contact.activeConversation.id }}>
                <MessageSquare />
                {t('openActive')}
              </Link>
            </Button>
          ) : (
            <Button variant="primary" busy={start.isPending} disabled={contact.blocked || !contact.phone} onClick={() => start.mutate()}>
              <MessageSquare />
              {t('start')}
            </Button>
          )}
          {reaches(me.role, 'SUPERVISOR') && (
            <Menu
              trigger={
                <Button variant="ghost" size="icon" aria-label={t('more')}>
                  <Ellipsis />
                </Button>
              }
            >
              <MenuItem onSelect={() => setDialog('merge')}>{t('merge')}</MenuItem>
              {reaches(me.role, 'ADMIN') && (
                <MenuItem danger onSelect={() => setDialog('erase')}>
                  {t('erase')}
                </MenuItem>
              )}
            </Menu>
          )}
        </>
      }
    >
      <div className="grid gap-x-12 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div>
          <Facts key={id} contact={contact} onChange={(body) => change.mutate(body)} />
        </div>
        <div className="max-lg:border-t">
          <Section title={t('episodes')}>
            <Episodes id={id} />
          </Section>
          <Section title={t('notes')} description={t('notesText')}>
            <ContactNotes id={id} />
          </Section>
          <Section title={t('media')}>
            <SharedMedia id={id} />
          </Section>
        </div>
      </div>
      {dialog === 'merge' && <Merge contact={contact} onClose={() => setDialog(null)} />}
      <Confirm
        open={dialog === 'erase'}
        onOpenChange={(open) => !open && setDialog(null)}
        title={t('eraseTitle', { name: contact.displayName })}
        description={t('eraseText')}
        action={t('erase')}
        danger
        busy={erase.isPending}
        onConfirm={() => erase.mutate()}
      />
    </Page>
  );
}
