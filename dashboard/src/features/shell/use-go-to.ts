import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

import { reaches } from '@/lib/access';
import { useMe } from '@/lib/auth-store';
import { usePreferences } from '@/lib/preferences';
import { isCovered, isTyping } from '@/lib/shortcuts';

import { PAGES } from './pages';

const PATIENCE = 1_200;

/** `G` and then a page's letter. */
export function useGoTo() {
  const navigate = useNavigate();
  const { role } = useMe();
  const { shortcuts } = usePreferences();
  useEffect(() => {
    if (!shortcuts) return;
    let since = -PATIENCE;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || isCovered()) return;
      const key = event.key.toLowerCase();
      if (performance.now() - since < PATIENCE) {
        since = -PATIENCE;
        const page = PAGES.find((each) => each.key === key && reaches(role, each.role));
        if (!page) return;
        // The letter alone would be another shortcut.
        event.preventDefault();
        event.stopImmediatePropagation();
        void navigate({ to: page.to });
      } else if (key === 'g') since = performance.now();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [navigate, role, shortcuts]);
}
