import { Outlet } from '@tanstack/react-router';

import { useAuthStore } from '@/lib/auth-store';
import { useSocket } from '@/realtime/use-socket';

import { Header } from './header';
import { Navigation } from './navigation';
import { useEndOfSession } from './use-end-of-session';
import { useGoTo } from './use-go-to';
import { useKeys } from './use-keys';
import { useNotices } from './use-notices';
import { useTitle } from './use-title';

/** What is around every page. Between the end of a session and the login page there is nobody to show anything to. */
export function Shell() {
  const signedIn = useAuthStore((state) => state.user !== null);
  useEndOfSession();
  return signedIn ? <Frame /> : null;
}

/** Header, navigation, the connection. */
function Frame() {
  useNotices();
  useKeys();
  useGoTo();
  useTitle();
  useSocket();
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] md:grid-cols-[3.25rem_minmax(0,1fr)] md:grid-rows-[auto_minmax(0,1fr)]">
      <div className="md:col-span-2">
        <Header />
      </div>
      <main className="min-h-0 min-w-0 md:order-2 md:border-l md:border-t md:rounded-tl-xl overflow-hidden">
        <Outlet />
      </main>
      <Navigation />
    </div>
  );
}
