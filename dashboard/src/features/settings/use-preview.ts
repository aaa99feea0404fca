import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';

import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';

import { type Settings, wrongPaths } from './draft';

/** The texts as a customer would read them, with what is not saved yet; rendered by the server, as it will be. */
export function usePreview(value: Settings) {
  const wish = useDeferredValue(JSON.stringify({ greetingMessage: value.greetingMessage, texts: value.texts }));
  const tooLong = wrongPaths(value).some((wrong) => wrong === 'greetingMessage' || wrong.startsWith('texts.'));
  return useQuery({
    queryKey: [...keys.settings(), 'preview', wish],
    queryFn: ({ signal }) => unwrap(api.POST('/api/settings/preview', { body: JSON.parse(wish) as { texts: Record<string, string> }, signal })),
    placeholderData: keepPreviousData,
    enabled: !tooLong,
    gcTime: 30_000,
    retry: false,
  });
}
