import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';

import { ProblemError } from '@/api/client';

import { toast } from './toast';

/** Conflicts that are about one field. */
const FIELD_OF: Record<string, string> = { email_taken: 'email', slug_taken: 'slug', shortcut_taken: 'shortcut', channel_exists: 'externalKey', contact_exists: 'phone' };

/**
 * For `onError` of a form: what the server says of a field goes to that field, the rest is a toast.
 * `fields` are the names of the form; a path like `weekly.mon[0]` belongs to the first field it begins with.
 */
export function showProblem<Values extends FieldValues>(error: unknown, setError: UseFormSetError<Values>, fields: Path<Values>[]): void {
  let shown = false;
  if (error instanceof ProblemError) {
    const { code, detail, title, errors } = error.problem;
    const taken = FIELD_OF[code];
    const told = taken ? [{ field: taken, message: detail ?? title }, ...errors] : errors;
    for (const { field, message } of told) {
      const name = fields.find((known) => field === known || field.startsWith(`${known}.`) || field.startsWith(`${known}[`));
      if (!name) continue;
      setError(name, { type: 'server', message }, { shouldFocus: !shown });
      shown = true;
    }
  }
  if (!shown) toast.problem(error);
}
