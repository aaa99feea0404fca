import type { Role, User } from '@/api/types';

export interface UserFilter {
  search: string;
  role: Role | 'all';
  status: 'active' | 'inactive';
  /** Of those who are active; who has left has none. */
  presence: User['onlineStatus'] | 'all';
  departmentId: string;
}

export const NO_FILTER: UserFilter = { search: '', role: 'all', status: 'active', presence: 'all', departmentId: 'all' };

/** Letters without marks, so that `sonia` finds Sônia. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

export function filterUsers(users: User[], { search, role, status, presence, departmentId }: UserFilter): User[] {
  const wanted = folded(search.trim());
  return users.filter(
    (user) =>
      (role === 'all' || user.role === role) &&
      (status === 'inactive' ? !user.isActive : user.isActive) &&
      (presence === 'all' || status === 'inactive' || user.onlineStatus === presence) &&
      (departmentId === 'all' || user.departments.some((department) => department.id === departmentId)) &&
      (!wanted || folded(user.name).includes(wanted) || folded(user.email).includes(wanted)),
  );
}
