import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { colleagueList } from '@/api/directory';
import { keys } from '@/api/keys';
import { departmentMembers } from '@/api/people';
import { queryClient } from '@/api/query-client';
import type { Department } from '@/api/types';
import { Skeleton } from '@/components/states';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { toast } from '@/lib/toast';

/** Who serves a department. Each change counts at once. */
export function Members({ department }: { department: Department }) {
  const { t } = useTranslation('departments');
  const common = useTranslation().t;
  const members = useQuery(departmentMembers(department.id));
  const colleagues = useQuery(colleagueList());
  const change = useMutation({
    mutationFn({ user, join }: { user: string; join: boolean }) {
      const params = { path: { id: user, department: department.id } };
      return join
        ? unwrap(api.POST('/api/users/{id}/departments/{department}', { params }))
        : unwrap(api.DELETE('/api/users/{id}/departments/{department}', { params }));
    },
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.users() });
      void queryClient.invalidateQueries({ queryKey: keys.departments() });
    },
    onError: toast.problem,
  });
  const others = colleagues.data?.filter((user) => !members.data?.some((member) => member.id === user.id)) ?? [];
  return (
    <div>
      <div className="mb-2 flex items-center justify-between">
        <p className="text-sm text-ink-3">{t('membersCount', { count: members.data?.length ?? 0, max: department.maxAgents })}</p>
        <Menu
          className="max-h-80 w-64"
          trigger={
            <Button size="sm" disabled={others.length === 0}>
              <Plus />
              {t('addMember')}
            </Button>
          }
        >
          {others.map((user) => (
            <MenuItem key={user.id} onSelect={() => change.mutate({ user: user.id, join: true })}>
              <Avatar name={user.name} size="sm" status={user.onlineStatus} />
              <span className="min-w-0 flex-1 truncate">{user.name}</span>
              <span className="text-xs text-ink-3">{common(`role.${user.role}`)}</span>
            </MenuItem>
          ))}
        </Menu>
      </div>
      <ul className="divide-y rounded-md border">
        {members.data?.length === 0 && <li className="px-3 py-3 text-sm text-ink-3">{t('membersEmpty')}</li>}
        {members.data?.map((user) => (
          <li key={user.id} className="flex items-center gap-3 px-3 py-2">
            <Avatar name={user.name} size="sm" status={user.onlineStatus} />
            <span className="min-w-0 flex-1 truncate text-sm">{user.name}</span>
            <span className="tnum text-xs text-ink-3">
              {user.activeConversations}/{user.capacity === 0 ? '∞' : user.capacity}
            </span>
            <Button variant="ghost" size="icon-sm" aria-label={t('removeMember', { name: user.name })} onClick={() => change.mutate({ user: user.id, join: false })}>
              <X />
            </Button>
          </li>
        )) ?? (
          <li className="p-3">
            <Skeleton className="h-4 w-40" />
          </li>
        )}
      </ul>
    </div>
  );
}
