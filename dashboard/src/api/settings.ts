import { queryOptions } from '@tanstack/react-query';

import { api, ProblemError } from './client';
import { keys } from './keys';
import type { Schemas } from './types';

export interface VersionedSettings {
  settings: Schemas['CompanySettings'];
  /** For `If-Match`, so that nobody's change is overwritten unseen. */
  etag: string | null;
}

export function companySettings() {
  return queryOptions({
    queryKey: [...keys.settings(), 'all'],
    async queryFn({ signal }): Promise<VersionedSettings> {
      const { data, error, response } = await api.GET('/api/settings', { signal });
      if (error) throw new ProblemError(error, response);
      return { settings: data, etag: response.headers.get('ETag') };
    },
  });
}
