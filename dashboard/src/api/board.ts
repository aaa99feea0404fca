import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from './client';
import { keys } from './keys';

/** All departments with who waits and who serves; for supervisors. */
export function boardQuery() {
  return queryOptions({ queryKey: keys.board(), queryFn: ({ signal }) => unwrap(api.GET('/api/board', { signal })) });
}
