import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { Avatar } from '@/components/ui/avatar';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { phone } from '@/lib/format';

import { PAGES } from './pages';
import { usePaletteActions } from './palette-actions';

const item = 'flex items-center gap-2.5 rounded-md px-2.5 py-2 text-sm data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:text-ink-3';
const group = '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3';

/** Ctrl+K: pages and conversations by typing. */
export default function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shell');
  const me = useMe();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['palette', search],
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations', { params: { query: { search, limit: 8 } }, signal })),
    enabled: search.length >= 2,
    staleTime: 10_000,
    placeholderData: (before) => before,
  });
  const people = useQuery({
    queryKey: ['palette', 'contacts', search],
    queryFn: ({ signal }) => unwrap(api.GET('/api/contacts', { params: { query: { search, limit: 5 } }, signal })),
    enabled: search.length >= 2,
    staleTime: 10_000,
    placeholderData: (before) => before,
  });
  const fits = (name: string) => name.toLocaleLowerCase().includes(search.toLocaleLowerCase());
  const pages = PAGES.filter((page) => reaches(me.role, page.role) && fits(t(page.text)));
  // Actions are for those who look for them: the empty palette shows where one can go.
  const actions = usePaletteActions().filter((action) => search !== '' && fits(t(`act.${action.name}`)));
  const conversations = search.length >= 2 ? (found.data ?? []) : [];
  const contacts = search.length >= 2 ? (people.data?.items ?? []) : [];
  const values = [
    ...conversations.map(({ id }) => id),
    ...contacts.map(({ id }) => `contact-${id}`),
    ...actions.map(({ name }) => `action-${name}`),
    ...pages.map((page) => `page-${page.text}`),
  ];
  // What was chosen for other words would stay chosen below what these words found first.
  const [chosen, choose] = useState({ search: '', value: '' });
  const value = chosen.search === search && values.includes(chosen.value) ? chosen.value : (values[0] ?? '');
  const go = (open: () => unknown) => () => {
    onClose();
    open();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="animate-fade fixed inset-0 z-40 bg-black/40" />
        <Radix.Content aria-describedby={undefined} className="animate-rise fixed left-1/2 top-[12vh] z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border bg-raised shadow-pop">
          <Radix.Title className="sr-only">{t('jump')}</Radix.Title>
          <Command shouldFilter={false} label={t('jump')} value={value} onValueChange={(next) => choose({ search, value: next })}>
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search className="size-4 text-ink-3" aria-hidden />
              <Command.Input value={text} onValueChange={setText} placeholder={t('jump')} className="h-12 flex-1 bg-transparent text-base outline-none placeholder:text-ink-3" />
            </div>
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              <Command.Empty className="py-8 text-center text-sm text-ink-3">{t('nothingFound')}</Command.Empty>
              {conversations.length > 0 && (
                <Command.Group heading={t('conversations')} className={group}>
                  {conversations.map((conversation) => (
                    <Command.Item
                      key={conversation.id}
                      value={conversation.id}
                      className={item}
                      onSelect={go(() => navigate({ to: '/dashboard/c/$id', params: { id: conversation.id } }))}
                    >
                      <Avatar name={conversation.customerName ?? conversation.customerPhone} size="sm" />
                      <span className="truncate">{conversation.customerName ?? phone(conversation.customerPhone)}</span>
                      <span className="tnum ml-auto shrink-0 text-xs text-ink-3">{conversation.protocol}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {contacts.length > 0 && (
                <Command.Group heading={t('contactsFound')} className={group}>
                  {contacts.map((contact) => (
                    <Command.Item key={contact.id} value={`contact-${contact.id}`} className={item} onSelect={go(() => navigate({ to: '/dashboard/contacts/$id', params: { id: contact.id } }))}>
                      <Avatar name={contact.displayName} size="sm" />
                      <span className="truncate">{contact.displayName}</span>
                      <span className="tnum ml-auto shrink-0 text-xs text-ink-3">{contact.phone && phone(contact.phone)}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {actions.length > 0 && (
                <Command.Group heading={t('actions')} className={group}>
                  {actions.map((action) => (
                    <Command.Item key={action.name} value={`action-${action.name}`} className={item} onSelect={go(action.run)}>
                      <action.icon strokeWidth={1.75} />
                      {t(`act.${action.name}`)}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {pages.length > 0 && (
                <Command.Group heading={t('goTo')} className={group}>
                  {pages.map((page) => (
                    <Command.Item key={page.text} value={`page-${page.text}`} className={item} onSelect={go(() => navigate({ to: page.to }))}>
                      <page.icon strokeWidth={1.75} />
                      {t(page.text)}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
