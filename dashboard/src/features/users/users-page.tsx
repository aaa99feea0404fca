import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { departmentList } from '@/api/directory';
import { keys } from '@/api/keys';
import { useUsers } from '@/api/people';
import { queryClient } from '@/api/query-client';
import type { User } from '@/api/types';
import { DataTable } from '@/components/data-table';
import { Page } from '@/components/page';
import { SearchInput } from '@/components/search-input';
import { Segments } from '@/components/segments';
import { EmptyState, ErrorState } from '@/components/states';
import { Avatar } from '@/components/ui/avatar';
import { Badge, Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Select } from '@/components/ui/select';
import { useMe } from '@/lib/auth-store';
import { shortTime } from '@/lib/format';
import { toast } from '@/lib/toast';
import { cn } from '@/lib/utils';

import { filterUsers, NO_FILTER } from './filter';
import { PendingResets } from './resets';
import { UserForm } from './user-form';
import { type Access, Welcome } from './welcome';

const PRESENCES = ['all', 'ONLINE', 'BUSY', 'OFFLINE'] as const;
const ROLES = ['all', 'AGENT', 'SUPERVISOR', 'ADMIN'] as const;

/** Who works here, what they may do, and how much they carry now. */
export function UsersPage() {
  const { t } = useTranslation('users');
  const common = useTranslation().t;
  const me = useMe();
  const users = useUsers();
  const departments = useQuery(departmentList());
  const [access, setAccess] = useState<Access | null>(null);
  const [filter, setFilter] = useState(NO_FILTER);
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const [leaving, setLeaving] = useState<User | null>(null);
  const activity = useMutation({
    mutationFn: ({ id, isActive }: { id: string; isActive: boolean }) => unwrap(api.PATCH('/api/users/{id}', { params: { path: { id } }, body: { isActive } })),
    onSuccess(user) {
      void queryClient.invalidateQueries({ queryKey: keys.users() });
      toast.ok(t(user.isActive ? 'reactivated' : 'deactivated', { name: user.name }));
      setLeaving(null);
    },
    onError: toast.problem,
  });
  const rows = users.data && filterUsers(users.data, filter);
  const create = (
    <Button variant="primary" onClick={() => setEditing('new')}>
      <UserPlus />
      {t('new')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      actions={create}
      toolbar={
        <>
          <SearchInput label={t('search')} value={filter.search} onChange={(search) => setFilter({ ...filter, search })} />
          <Segments
            label={t('status')}
            value={filter.status}
            onChange={(status) => setFilter({ ...filter, status })}
            choices={(['active', 'inactive'] as const).map((value) => ({ value, label: t(`statusOf.${value}`) }))}
          />
          <Select
            aria-label={t('presence')}
            className="w-44 max-sm:flex-1"
            disabled={filter.status === 'inactive'}
            value={filter.presence}
            onChange={(presence) => setFilter({ ...filter, presence: presence as (typeof PRESENCES)[number] })}
            choices={PRESENCES.map((value) => ({ value, label: value === 'all' ? t('anyPresence') : common(`presence.${value}`) }))}
          />
          <Select
            aria-label={t('role')}
            className="w-40 max-sm:flex-1"
            value={filter.role}
            onChange={(role) => setFilter({ ...filter, role: role as (typeof ROLES)[number] })}
            choices={ROLES.map((value) => ({ value, label: value === 'all' ? t('anyRole') : common(`role.${value}`) }))}
          />
          <Select
            aria-label={t('department')}
            className="w-56 max-sm:flex-1"
            value={filter.departmentId}
            onChange={(departmentId) => setFilter({ ...filter, departmentId })}
            choices={[{ value: 'all', label: t('anyDepartment') }, ...(departments.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [])]}
          />
        </>
      }
    >
      <PendingResets />
      {users.error ? (
        <ErrorState error={users.error} retry={() => void users.refetch()} />
      ) : (
        <DataTable
          label={t('title')}
          rows={rows}
          keyOf={(user) => user.id}
          onRow={(user) => setEditing(user)}
          empty={<EmptyState icon={Users} title={t('noneFound')} text={t('noneFoundText')} action={<Button onClick={() => setFilter(NO_FILTER)}>{t('clear')}</Button>} />}
          columns={[
            {
              id: 'name',
              header: t('name'),
              className: 'max-w-0 w-full sm:w-2/5',
              cell: (user) => (
                <span className="flex items-center gap-3">
                  <Avatar name={user.name} status={user.isActive ? user.onlineStatus : undefined} className={cn(!user.isActive && 'opacity-50')} />
                  <span className="min-w-0">
                    <span className="flex items-center gap-2">
                      <span className="truncate font-medium">{user.name}</span>
                      {user.id === me.id && <Badge>{t('you')}</Badge>}
                    </span>
                    <span className="block truncate text-xs text-ink-3">{user.email}</span>
                  </span>
                </span>
              ),
            },
            { id: 'role', header: t('role'), from: 'sm', cell: (user) => <span className="text-ink-2">{common(`role.${user.role}`)}</span> },
            {
              id: 'departments',
              header: t('departments'),
              from: 'md',
              className: 'max-w-0 w-1/4',
              cell: (user) =>
                user.departments.length === 0 ? (
                  <span className="text-ink-3">{t('noDepartment')}</span>
                ) : (
                  <span className="flex items-center gap-x-3 overflow-hidden text-ink-2">
                    {user.departments.slice(0, 2).map((department) => (
                      <Coloured key={department.id} color={department.color} className="max-w-36">
                        {department.name}
                      </Coloured>
                    ))}
                    {user.departments.length > 2 && <span className="shrink-0 text-xs text-ink-3">+{user.departments.length - 2}</span>}
                  </span>
                ),
            },
            {
              id: 'presence',
              header: t('presence'),
              from: 'lg',
              cell: (user) => (
                <span className="text-ink-2">
                  {user.isActive ? common(`presence.${user.onlineStatus}`) : t('inactive')}
                  {user.onlineStatus === 'OFFLINE' && user.lastHeartbeatAt && (
                    <span className="block text-xs text-ink-3">{t('seen', { time: shortTime(user.lastHeartbeatAt, common('yesterday')) })}</span>
                  )}
                </span>
              ),
            },
            {
              id: 'load',
              header: t('load'),
              numeric: true,
              cell: (user) => (
                <span className={cn(user.capacity > 0 && user.activeConversations >= user.capacity && 'font-medium text-warn')}>
                  {user.activeConversations}
                  <span className="text-ink-3">/{user.capacity === 0 ? '∞' : user.capacity}</span>
                </span>
              ),
            },
            {
              id: 'actions',
              header: <span className="sr-only">{common('actions')}</span>,
              className: 'w-10',
              cell: (user) => (
                <span className="flex justify-end" onClick={(event) => event.stopPropagation()}>
                  <Menu
                    trigger={
                      <Button variant="ghost" size="icon-sm" aria-label={`${common('actions')}: ${user.name}`}>
                        <Ellipsis />
                      </Button>
                    }
                  >
                    <MenuItem onSelect={() => setEditing(user)}>{common('edit')}</MenuItem>
                    {user.isActive && user.id !== me.id && (
                      <MenuItem danger onSelect={() => setLeaving(user)}>
                        {t('deactivate')}
                      </MenuItem>
                    )}
                    {!user.isActive && <MenuItem onSelect={() => activity.mutate({ id: user.id, isActive: true })}>{t('reactivate')}</MenuItem>}
                  </Menu>
                </span>
              ),
            },
          ]}
        />
      )}
      {editing && <UserForm key={editing === 'new' ? 'new' : editing.id} user={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onCreated={setAccess} />}
      {access && <Welcome access={access} onClose={() => setAccess(null)} />}
      <Confirm
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t('deactivateTitle', { name: leaving?.name })}
        description={leaving && leaving.activeConversations > 0 ? t('deactivateMoves', { count: leaving.activeConversations }) : t('deactivateNone')}
        action={t('deactivate')}
        danger
        busy={activity.isPending}
        onConfirm={() => leaving && activity.mutate({ id: leaving.id, isActive: false })}
      />
    </Page>
  );
}
