import { api, unwrap } from '@/api/client';
import type { User } from '@/api/types';
import { z } from '@/lib/schema';

export const ROLES = ['AGENT', 'SUPERVISOR', 'ADMIN'] as const;
export const NONE = 'none';

export const schema = z
  .object({
    id: z.string().nullable(),
    name: z.string().trim().min(1).max(120),
    email: z.email(),
    password: z.string().max(128),
    role: z.enum(ROLES),
    capacity: z.enum(['default', 'own', 'unlimited']),
    places: z.coerce.number<string>().int().min(1).max(1000),
    departmentIds: z.array(z.string()),
    departmentId: z.string(),
  })
  // A new user needs a password; an old one keeps theirs when nothing is written.
  .refine(({ id, password }) => (id !== null && password === '') || password.length >= 8, { path: ['password'] });
export type Values = z.input<typeof schema>;
export type Result = z.output<typeof schema>;

export function initial(user: User | null): Values {
  const max = user?.maxConversations ?? null;
  return {
    id: user?.id ?? null,
    name: user?.name ?? '',
    email: user?.email ?? '',
    password: '',
    role: user?.role ?? 'AGENT',
    capacity: max === null ? 'default' : max === 0 ? 'unlimited' : 'own',
    places: String(max || 5),
    departmentIds: user?.departments.map((department) => department.id) ?? [],
    departmentId: user?.departmentId ?? NONE,
  };
}

/** Stores a new user (`key` tells its repetitions), or what was changed of one. */
export async function store(values: Result, key: string): Promise<void> {
  const { id, name, email, password, role, departmentIds, capacity } = values;
  const maxConversations = capacity === 'default' ? null : capacity === 'unlimited' ? 0 : values.places;
  const departmentId = values.departmentId === NONE ? null : values.departmentId;
  if (id === null) {
    await unwrap(api.POST('/api/users', { body: { name, email, password, role, departmentIds, departmentId, maxConversations }, headers: { 'Idempotency-Key': key } }));
    return;
  }
  const params = { path: { id } };
  await unwrap(api.PUT('/api/users/{id}/departments', { params, body: { departmentIds } }));
  await unwrap(api.PATCH('/api/users/{id}', { params, body: { name, email, role, departmentId, maxConversations, ...(password ? { password } : {}) } }));
}
