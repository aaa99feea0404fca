import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, problemCode, ProblemError } from '@/api/client';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import { companySettings, type VersionedSettings } from '@/api/settings';
import { toast } from '@/lib/toast';

import { patchOf, type Settings, wrongPaths } from './draft';
import { rebase, type Rebased } from './rebase';

/** What somebody else saved while one was writing. */
export type Foreign = Pick<Rebased<Settings>, 'theirs' | 'both'>;

const NOBODY: Foreign = { theirs: [], both: [] };

async function store(patch: Partial<Settings>, etag: string | null): Promise<VersionedSettings> {
  const params = etag ? { header: { 'If-Match': etag } } : {};
  const { data, error, response } = await api.PATCH('/api/settings', { body: patch, params });
  if (error) throw new ProblemError(error, response);
  return { settings: data, etag: response.headers.get('ETag') };
}

/** Changes that are gathered and saved together, and that survive what others save meanwhile. `onWrong` is told the first wrong path. */
export function useSettingsDraft(stored: VersionedSettings, onWrong: (path: string) => void) {
  const { t } = useTranslation('settings');
  const common = useTranslation().t;
  const [base, setBase] = useState(stored);
  const [changes, setChanges] = useState<Partial<Settings>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [foreign, setForeign] = useState(NOBODY);
  if (base !== stored) {
    // Somebody has saved, perhaps oneself: the draft goes on from there.
    const { theirs, both, changes: rebased } = rebase(base.settings, changes, stored.settings);
    setBase(stored);
    setChanges(rebased);
    const written = Object.keys(rebased).length > 0;
    setForeign((seen) => (written ? { theirs: [...new Set([...seen.theirs, ...theirs])], both: [...new Set([...seen.both, ...both])] } : NOBODY));
  }
  const value: Settings = { ...stored.settings, ...changes };
  const patch = patchOf(stored.settings, value);

  const discard = () => {
    setChanges({});
    setErrors({});
    setForeign(NOBODY);
  };
  const show = (found: Record<string, string>) => {
    setErrors(found);
    const [first] = Object.keys(found);
    if (first) onWrong(first);
  };
  const save = useMutation({
    mutationFn: () => store(patch, stored.etag),
    onSuccess(fresh) {
      queryClient.setQueryData(companySettings().queryKey, fresh);
      discard();
      toast.ok(common('saved'));
    },
    onError(error) {
      if (problemCode(error) === 'stale') {
        // Theirs is read, what was written here stays on top of it, and both are shown before it is saved again.
        toast.show({ tone: 'danger', title: t('stale'), text: t('staleText') });
        void queryClient.invalidateQueries({ queryKey: keys.settings() });
        return;
      }
      const found = error instanceof ProblemError ? error.problem.errors : [];
      if (found.length === 0) toast.problem(error);
      else show(Object.fromEntries(found.map(({ field, message }) => [field, message])));
    },
  });
  return {
    value,
    patch,
    foreign,
    dirty: Object.keys(patch).length > 0,
    saving: save.isPending,
    set<Key extends keyof Settings>(key: Key, next: Settings[Key]) {
      setChanges((current) => ({ ...current, [key]: next }));
      setErrors((current) => Object.fromEntries(Object.entries(current).filter(([path]) => path !== key && !path.startsWith(`${key}.`))));
    },
    error(path: string) {
      const found = Object.keys(errors).find((wrong) => wrong === path || wrong.startsWith(`${path}.`));
      return found && errors[found];
    },
    /** Gives up one's own change of a setting for what is stored. */
    takeTheirs(key: keyof Settings) {
      setChanges(({ [key]: _, ...others }) => others);
      setForeign(({ theirs, both }) => ({ theirs, both: both.filter((other) => other !== key) }));
    },
    discard,
    submit() {
      const wrong = wrongPaths(value);
      if (wrong.length > 0) show(Object.fromEntries(wrong.map((path) => [path, t('invalid')])));
      else save.mutate();
    },
  };
}
