import { useMutation } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import { Coloured } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { useAuthStore, useMe } from '@/lib/auth-store';
import { toast } from '@/lib/toast';

/** Where one works now; none chosen means all memberships. */
export function ActiveDepartments() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const change = useMutation({
    mutationFn: (activeDepartmentIds: string[]) => unwrap(api.PATCH('/api/users/me', { body: { activeDepartmentIds } })),
    onSuccess(user) {
      const { user: current, setUser } = useAuthStore.getState();
      if (current) setUser({ ...current, ...user });
      void queryClient.invalidateQueries({ queryKey: keys.lists() });
      void queryClient.invalidateQueries({ queryKey: keys.counts() });
    },
    onError: toast.problem,
  });
  if (me.departments.length < 2) return null;
  const chosen = me.activeDepartmentIds;
  const toggle = (id: string) => change.mutate(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const only = me.departments.find((department) => chosen.length === 1 && department.id === chosen[0]);
  return (
    <Menu
      className="min-w-60"
      trigger={
        <Button variant="ghost" className="max-lg:hidden">
          {only ? <Coloured color={only.color}>{only.name}</Coloured> : chosen.length > 1 ? t('someDepartments', { count: chosen.length }) : t('allDepartments')}
          <ChevronDown className="text-ink-3" />
        </Button>
      }
    >
      <MenuLabel>{t('departmentsNow')}</MenuLabel>
      <MenuChoice chosen={chosen.length === 0} onChoose={() => change.mutate([])}>
        {t('allDepartments')}
      </MenuChoice>
      <MenuSeparator />
      {me.departments.map((department) => (
        <MenuChoice key={department.id} chosen={chosen.includes(department.id)} onChoose={() => toggle(department.id)}>
          <Coloured color={department.color}>{department.name}</Coloured>
        </MenuChoice>
      ))}
    </Menu>
  );
}
