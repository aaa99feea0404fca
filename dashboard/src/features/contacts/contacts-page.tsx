import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Contact as ContactIcon, UserPlus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { contactList } from '@/api/contacts';
import { departmentList, tagList } from '@/api/directory';
import { DataTable } from '@/components/data-table';
import { Page } from '@/components/page';
import { SearchInput } from '@/components/search-input';
import { EmptyState, ErrorState } from '@/components/states';
import { Avatar } from '@/components/ui/avatar';
import { Badge, Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { phone, shortTime } from '@/lib/format';

import { NewContact } from './new-contact';
import { SyncButton } from './sync-button';

const ANY = 'any';

/** Everybody who has written, or was written to. */
export function ContactsPage() {
  const { t } = useTranslation('contacts');
  const common = useTranslation().t;
  const me = useMe();
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState(ANY);
  const adding = useSearch({ from: '/dashboard/contacts/' }).new === true;
  const setAdding = (open: boolean) => void navigate({ to: '/dashboard/contacts', search: open ? { new: true } : {}, replace: true });
  const wanted = useDeferredValue(search.trim());
  const contacts = useInfiniteQuery(contactList({ ...(wanted ? { search: wanted } : {}), ...(tag === ANY ? {} : { tagId: tag }) }));
  const tags = useQuery(tagList());
  const departments = useQuery(departmentList());
  const open = (id: string) => void navigate({ to: '/dashboard/contacts/$id', params: { id } });
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <UserPlus />
      {t('new')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      actions={
        <>
          {reaches(me.role, 'SUPERVISOR') && <SyncButton />}
          {add}
        </>
      }
      toolbar={
        <>
          <SearchInput label={t('search')} value={search} onChange={setSearch} className="sm:w-80" />
          {tags.data && tags.data.length > 0 && (
            <Select
              aria-label={t('tag')}
              className="w-44 max-sm:w-full"
              value={tag}
              onChange={setTag}
              choices={[{ value: ANY, label: t('anyTag') }, ...tags.data.map((item) => ({ value: item.id, label: <Coloured color={item.color}>{item.name}</Coloured> }))]}
            />
          )}
        </>
      }
    >
      {contacts.error ? (
        <ErrorState error={contacts.error} retry={() => void contacts.refetch()} />
      ) : (
        <DataTable
          label={t('title')}
          rows={contacts.data?.pages.flatMap((page) => page.items)}
          keyOf={(contact) => contact.id}
          onRow={(contact) => open(contact.id)}
          more={{ available: contacts.hasNextPage, busy: contacts.isFetchingNextPage, load: () => void contacts.fetchNextPage() }}
          empty={
            wanted || tag !== ANY ? (
              <EmptyState icon={ContactIcon} title={t('noneFound')} text={t('noneFoundText')} />
            ) : (
              <EmptyState icon={ContactIcon} title={t('emptyTitle')} text={t('emptyText')} action={add} />
            )
          }
          columns={[
            {
              id: 'name',
              header: t('name'),
              className: 'max-w-0 w-full sm:w-2/5',
              cell: (contact) => (
                <span className="flex items-center gap-3">
                  <Avatar name={contact.displayName} size="sm" className="size-8" />
                  <span className="min-w-0 flex-1">
                    <span className="flex items-center gap-2">
                      <span className="truncate font-medium">{contact.displayName}</span>
                      {contact.activeConversation && <Badge tone="accent">{t('active')}</Badge>}
                      {contact.blocked && <Badge tone="danger">{t('blocked')}</Badge>}
                    </span>
                    <span className="tnum block truncate text-xs text-ink-3">{contact.phone ? phone(contact.phone) : contact.email}</span>
                  </span>
                </span>
              ),
            },
            {
              id: 'tags',
              header: t('tags'),
              from: 'md',
              cell: (contact) => (
                <span className="flex gap-3 text-ink-2">
                  {contact.tags.slice(0, 3).map((item) => (
                    <Coloured key={item.id} color={item.color}>
                      {item.name}
                    </Coloured>
                  ))}
                </span>
              ),
            },
            {
              id: 'department',
              header: t('lastDepartment'),
              from: 'lg',
              cell: (contact) => {
                const department = departments.data?.find((item) => item.id === contact.lastDepartmentId);
                return department ? <Coloured color={department.color}>{department.name}</Coloured> : <span className="text-ink-3">–</span>;
              },
            },
            {
              id: 'last',
              header: t('lastMessage'),
              numeric: true,
              className: 'whitespace-nowrap',
              cell: (contact) => <span className="text-ink-3">{contact.lastMessageAt ? shortTime(contact.lastMessageAt, common('yesterday')) : '–'}</span>,
            },
          ]}
        />
      )}
      {adding && <NewContact onClose={() => setAdding(false)} onMade={open} />}
    </Page>
  );
}
