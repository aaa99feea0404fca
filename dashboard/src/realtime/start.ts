import type { ControlFrame, LoggedFrame } from '@wppconnector/client';

import { api, unwrap } from '@/api/client';
import { fetchConversation, forgetOldPages } from '@/api/conversations';
import { departmentList } from '@/api/directory';
import type { Viewer } from '@/api/filters';
import { keys } from '@/api/keys';
import { queryClient } from '@/api/query-client';
import type { Conversation, Me } from '@/api/types';
import { reaches } from '@/lib/access';
import { useAuthStore } from '@/lib/auth-store';

import { applyEvent, type Context } from './apply-event';
import { type ListData, putConversation } from './conversations';
import { type Effect, redoAfterFetches, runChanges } from './effects';
import { Socket } from './socket';
import { useRealtime } from './store';

/** How long numbers may lag behind, so that a busy company does not ask for them at each message. */
const SOON = 2_500;
const TYPING_LASTS = 6_000;
const PAGES_AFTER_RESYNC = 4;

type Listener = (frame: LoggedFrame, known: Conversation | undefined) => void;
const listeners = new Set<Listener>();
const soon = new Map<string, ReturnType<typeof setTimeout>>();
const joined = new Set<string>();
const redo = redoAfterFetches(queryClient);

/** Tells of each event as it comes in, for sounds and notices. Gives back how to stop. */
export function onEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function viewerOf(me: Me): Viewer {
  const departments = queryClient.getQueryData(departmentList().queryKey) ?? [];
  return {
    id: me.id,
    seesAll: reaches(me.role, 'SUPERVISOR'),
    departmentIds: me.activeDepartmentIds.length > 0 ? me.activeDepartmentIds : me.departments.map((department) => department.id),
    rootId: departments.find((department) => department.isRoot)?.id ?? null,
  };
}

/** A conversation as it is cached anywhere; the open one first, as it is the most complete. */
export function knownConversation(id: string): Conversation | undefined {
  const detail = queryClient.getQueryData<Conversation>(keys.conversation(id));
  if (detail) return detail;
  for (const [, data] of queryClient.getQueriesData<ListData>({ queryKey: keys.lists() })) {
    for (const page of data?.pages ?? []) {
      const found = page.items.find((item) => item.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

function context(): Context | null {
  const me = useAuthStore.getState().user;
  return me && { viewer: viewerOf(me), known: knownConversation };
}

function run(effects: Effect[]): void {
  redo.remember(effects);
  for (const effect of runChanges(queryClient, effects)) {
    if (effect.kind === 'stale') void queryClient.invalidateQueries({ queryKey: effect.key });
    if (effect.kind === 'soon') readSoon(effect.key);
    if (effect.kind === 'fetch-conversation') void fetchAndPlace(effect.id);
    if (effect.kind === 'fetch-me') fetchMe();
    if (effect.kind === 'own-user') {
      const { user, setUser } = useAuthStore.getState();
      const next = user && (effect.change(user as never) as Me);
      if (next && next !== user) setUser(next);
    }
  }
}

function readSoon(key: readonly unknown[]): void {
  const name = JSON.stringify(key);
  if (soon.has(name)) return;
  const timer = setTimeout(() => {
    soon.delete(name);
    void queryClient.invalidateQueries({ queryKey: key });
  }, SOON);
  soon.set(name, timer);
}

async function fetchAndPlace(id: string): Promise<void> {
  try {
    placeConversation(await fetchConversation(id));
  } catch {
    // It is not this viewer's any more; a later event would say so too.
  }
}

function fetchMe(): void {
  void unwrap(api.GET('/api/auth/me')).then((user) => useAuthStore.getState().token && useAuthStore.getState().setUser(user), () => undefined);
}

/** Puts the answer of an action where everybody sees it, without waiting for its event. */
export function placeConversation(conversation: Conversation): void {
  const where = context();
  if (where) run(putConversation(conversation, where.viewer));
}

function control(frame: ControlFrame): void {
  if (frame.event === 'typing') {
    const { conversationId, userName, isTyping, source } = frame.data;
    const typing = isTyping ? { name: userName, source, until: Date.now() + TYPING_LASTS } : undefined;
    useRealtime.setState((state) => ({ typing: { ...state.typing, [conversationId]: typing } }));
    if (typing) {
      setTimeout(() => {
        if (useRealtime.getState().typing[conversationId] === typing) useRealtime.setState((state) => ({ typing: { ...state.typing, [conversationId]: undefined } }));
      }, TYPING_LASTS);
    }
  }
  if (frame.event === 'viewers') {
    const { conversationId, users } = frame.data;
    useRealtime.setState((state) => ({ viewers: { ...state.viewers, [conversationId]: users } }));
  }
  if (frame.event === 'left-conversation') {
    const { conversationId } = frame.data;
    joined.delete(conversationId);
    useRealtime.setState((state) => ({ lost: { ...state.lost, [conversationId]: true } }));
  }
}

const socket = new Socket({
  token: () => useAuthStore.getState().token,
  phase: (phase) => useRealtime.setState({ phase }),
  ready(_, first) {
    for (const conversationId of joined) socket.send({ event: 'join-conversation', data: { conversationId } });
    if (!first) {
      // What was missed is replayed. What could not be read while there was no server is not part of that.
      void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
      return;
    }
    // What was read before the connection stood may already be old.
    void queryClient.invalidateQueries();
    // Connecting may have changed one's own presence, just before the events that come from now on.
    fetchMe();
  },
  event(frame) {
    const where = context();
    if (!where) return;
    const id = 'conversationId' in frame.data ? (frame.data.conversationId as string) : null;
    const known = id ? knownConversation(id) : undefined;
    run(applyEvent(frame, where));
    for (const listener of listeners) listener(frame, known);
  },
  control,
  resync() {
    // Hundreds of pages, because somebody reads far back, are not read again one after the other.
    for (const [, id] of queryClient.getQueryCache().findAll({ queryKey: ['messages'] }).map((query) => query.queryKey)) forgetOldPages(id as string, PAGES_AFTER_RESYNC);
    void queryClient.invalidateQueries();
  },
  ended: (because) => useAuthStore.getState().logout(because),
});

export const realtime = {
  connect: () => socket.connect(),
  close() {
    socket.close();
    joined.clear();
    for (const timer of soon.values()) clearTimeout(timer);
    soon.clear();
    useRealtime.setState({ typing: {}, viewers: {}, lost: {} });
  },
  typing: (conversationId: string, isTyping: boolean) => socket.send({ event: 'typing', data: { conversationId, isTyping } }),
  /** While joined, one hears who types and who looks. */
  join(conversationId: string) {
    joined.add(conversationId);
    useRealtime.setState((state) => ({ lost: { ...state.lost, [conversationId]: undefined } }));
    socket.send({ event: 'join-conversation', data: { conversationId } });
  },
  leave(conversationId: string) {
    if (joined.delete(conversationId)) socket.send({ event: 'leave-conversation', data: { conversationId } });
  },
};
