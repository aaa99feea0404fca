import { create } from 'zustand';

import type { ConversationFilters } from '@/api/filters';
import type { Message } from '@/api/types';

const DRAFTS = 'wpc.drafts';

export const TABS = ['mine', 'queue', 'unread', 'all', 'bot', 'resolved', 'archived'] as const;
export type Tab = (typeof TABS)[number];

/** What a tab asks for, beside the filters. */
export const TAB_FILTERS: Record<Tab, ConversationFilters> = {
  mine: { status: 'ASSIGNED', assignedUserId: 'me' },
  queue: { queue: true },
  unread: { status: 'OPEN,ASSIGNED', unread: true },
  all: { status: 'OPEN,ASSIGNED' },
  bot: { bot: true },
  resolved: { status: 'RESOLVED' },
  archived: { status: 'ARCHIVED' },
};

export type Dialog = 'transfer' | 'give' | 'new' | 'template' | null;

/** A file that waits in the composer, with words of its own. */
export interface Attachment {
  id: string;
  file: File;
  caption: string;
}

interface ChatState {
  tab: Tab;
  filters: ConversationFilters;
  search: string;
  /** Text not sent yet, per conversation. */
  drafts: Record<string, string>;
  replyTo: Record<string, Message | undefined>;
  /** Files chosen and not sent yet, per conversation. They last as long as the page. */
  attached: Record<string, Attachment[] | undefined>;
  /** The customer's details beside the chat. On narrow pages they cover it. */
  panel: boolean;
  dialog: Dialog;
  /** Ids chosen for an act on many; null while nobody chooses. */
  picked: string[] | null;
  /** A message to be shown as soon as it is loaded. */
  sought: { conversationId: string; messageId: string } | null;
  set(change: Partial<Pick<ChatState, 'tab' | 'filters' | 'search' | 'panel' | 'dialog' | 'sought' | 'picked'>>): void;
  pick(conversationId: string): void;
  setDraft(conversationId: string, text: string): void;
  setReplyTo(conversationId: string, message: Message | undefined): void;
  setAttached(conversationId: string, files: Attachment[]): void;
}

function keptDrafts(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(DRAFTS) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

/** What the inbox shows and what is being written: interface, never server state. */
export const useChatStore = create<ChatState>((set, get) => ({
  tab: 'mine',
  filters: {},
  search: '',
  drafts: keptDrafts(),
  replyTo: {},
  attached: {},
  panel: matchMedia('(min-width: 1280px)').matches,
  dialog: null,
  picked: null,
  sought: null,
  set,
  pick: (id) => set(({ picked }) => ({ picked: picked?.includes(id) ? picked.filter((other) => other !== id) : [...(picked ?? []), id].slice(0, 100) })),
  setDraft(conversationId, text) {
    const { [conversationId]: _, ...others } = get().drafts;
    const drafts = text ? { ...others, [conversationId]: text } : others;
    localStorage.setItem(DRAFTS, JSON.stringify(drafts));
    set({ drafts });
  },
  setAttached: (conversationId, files) => set((state) => ({ attached: { ...state.attached, [conversationId]: files } })),
  setReplyTo: (conversationId, message) => set((state) => ({ replyTo: { ...state.replyTo, [conversationId]: message } })),
}));
