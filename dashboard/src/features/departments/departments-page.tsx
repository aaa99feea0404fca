import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Network, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Department } from '@/api/types';
import { Page } from '@/components/page';
import { PhoneBubble, PhoneScreen } from '@/components/phone-preview';
import { EmptyState, ErrorState, Skeleton } from '@/components/states';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import { useMe } from '@/lib/auth-store';
import { toast } from '@/lib/toast';

import { DepartmentForm } from './department-form';
import { menuLines, moved } from './order';
import { DepartmentRow } from './row';

function allDepartments() {
  const query = { includeInactive: true };
  return queryOptions({ queryKey: keys.departments(query), queryFn: ({ signal }) => unwrap(api.GET('/api/departments', { params: { query }, signal })) });
}

/** What stands where the menu will stand, so that it can follow the order before it is saved. */
const MENU = '{menu}';

function greeting() {
  return queryOptions({
    queryKey: [...keys.settings(), 'greeting'],
    queryFn: () => unwrap(api.POST('/api/settings/preview', { body: { texts: {} } })),
  });
}

/** The departments in the order of the customers' menu, and that menu beside them. */
export function DepartmentsPage() {
  const { t } = useTranslation('departments');
  const me = useMe();
  const departments = useQuery(allDepartments());
  const preview = useQuery(greeting());
  const [order, setOrder] = useState<Department[] | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [editing, setEditing] = useState<Department | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Department | null>(null);

  const active = departments.data?.filter((department) => department.isActive);
  const inactive = departments.data?.filter((department) => !department.isActive) ?? [];
  const shown = order ?? active;

  const reorder = useMutation({
    mutationFn: (next: Department[]) => unwrap(api.POST('/api/departments/reorder', { body: { ids: next.map(({ id }) => id) } })),
    onMutate: (next) => setOrder(next),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: keys.departments() });
      void queryClient.invalidateQueries({ queryKey: greeting().queryKey });
    },
    onError: toast.problem,
    onSettled: () => setOrder(null),
  });
  const activity = useMutation({
    mutationFn: ({ id, isActive }: { id: string; isActive: boolean }) => unwrap(api.PATCH('/api/departments/{id}', { params: { path: { id } }, body: { isActive } })),
    onSuccess() {
      void queryClient.invalidateQueries({ queryKey: keys.departments() });
      void queryClient.invalidateQueries({ queryKey: greeting().queryKey });
      setLeaving(null);
    },
    onError: toast.problem,
  });
  const saved = active && menuLines(active);
  // The server's greeting with the menu as it would be after the drop.
  const text = preview.data?.texts.greeting && saved && shown && preview.data.texts.greeting.replace(saved, MENU).replace(MENU, menuLines(shown));

  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        <Button variant="primary" onClick={() => setEditing('new')}>
          <Plus />
          {t('new')}
        </Button>
      }
    >
      {departments.error ? (
        <ErrorState error={departments.error} retry={() => void departments.refetch()} />
      ) : (
        <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div>
            <p id="reorder-help" className="sr-only">
              {t('reorderHelp')}
            </p>
            {shown ? (
              shown.length === 0 ? (
                <EmptyState icon={Network} title={t('emptyTitle')} text={t('emptyText')} />
              ) : (
                <ol className="border-t">
                  {shown.map((department, index) => (
                    <DepartmentRow
                      key={department.id}
                      department={department}
                      place={index + 1}
                      last={index === shown.length - 1}
                      dragged={dragged === index}
                      onDragStart={() => setDragged(index)}
                      onDragOver={() => {
                        if (dragged === null || dragged === index) return;
                        setOrder(moved(shown, dragged, index));
                        setDragged(index);
                      }}
                      onDragEnd={() => {
                        setDragged(null);
                        if (order) reorder.mutate(order);
                      }}
                      onMove={(by) => {
                        const next = moved(shown, index, index + by);
                        if (next !== shown) reorder.mutate(next);
                      }}
                      onEdit={() => setEditing(department)}
                      onDeactivate={() => setLeaving(department)}
                    />
                  ))}
                </ol>
              )
            ) : (
              Array.from({ length: 4 }, (_, index) => <Skeleton key={index} className="my-3 h-8" />)
            )}
            {inactive.length > 0 && (
              <details className="mt-6">
                <summary className="text-sm text-ink-3">{t('inactive', { count: inactive.length })}</summary>
                <ul className="mt-2">
                  {inactive.map((department) => (
                    <li key={department.id} className="flex items-center gap-3 border-b py-2 text-sm">
                      <span className="min-w-0 flex-1 truncate text-ink-2">{department.name}</span>
                      <Button size="sm" onClick={() => activity.mutate({ id: department.id, isActive: true })}>
                        {t('reactivate')}
                      </Button>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
          <div className="lg:sticky lg:top-0">
            <h2 className="mb-2 text-sm font-medium text-ink-2">{t('preview')}</h2>
            <PhoneScreen title={me.company.name} label={t('preview')}>
              <PhoneBubble mine text={t('hello')} />
              {text ? <PhoneBubble text={text} /> : <Skeleton className="h-36 w-56" />}
            </PhoneScreen>
            {shown?.length === 1 && <p className="mt-2 text-xs text-ink-3">{t('single')}</p>}
          </div>
        </div>
      )}
      {editing && <DepartmentForm key={editing === 'new' ? 'new' : editing.id} department={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      <Confirm
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t('deactivateTitle', { name: leaving?.name })}
        description={t('deactivateText', { count: leaving?.counts.queued ?? 0 })}
        action={t('deactivate')}
        danger
        busy={activity.isPending}
        onConfirm={() => leaving && activity.mutate({ id: leaving.id, isActive: false })}
      />
    </Page>
  );
}
