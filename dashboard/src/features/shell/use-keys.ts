import { useEffect } from 'react';

import { usePreferences } from '@/lib/preferences';
import { isCovered, isTyping } from '@/lib/shortcuts';

import { openOverlay } from './overlay';

/** The search of the page, where it has one that can be seen. */
function searchOfPage(): HTMLInputElement | undefined {
  return [...document.querySelectorAll<HTMLInputElement>('main input[type=search], main [role=searchbox]')].find((input) => input.offsetParent !== null);
}

/** The keys that mean the same on every page: Ctrl+K, and where nobody writes, `F` and `?`. */
export function useKeys() {
  const { shortcuts } = usePreferences();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openOverlay('palette');
        return;
      }
      if (!shortcuts || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || isCovered()) return;
      if (event.key === '?') openOverlay('help');
      else if (event.key.toLowerCase() === 'f') {
        const search = searchOfPage();
        if (search) search.focus();
        else openOverlay('palette');
      } else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [shortcuts]);
}
