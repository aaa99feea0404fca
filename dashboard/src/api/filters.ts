import type { Conversation } from './types';

/** What a list of conversations is asked for; the query parameters of `GET /api/conversations`. */
export interface ConversationFilters {
  status?: string;
  departmentId?: string;
  assignedUserId?: string;
  channelId?: string;
  contactId?: string;
  tagId?: string;
  unread?: boolean;
  queue?: boolean;
  bot?: boolean;
  waiting?: boolean;
  search?: string;
  from?: string;
  to?: string;
  sort?: 'lastMessageAt' | 'waiting' | 'createdAt';
}

/** As much of a viewer as decides what they see. */
export interface Viewer {
  id: string;
  seesAll: boolean;
  /** Where they work now: their active departments, or all memberships. */
  departmentIds: string[];
  /** The root department, which also has what has no department. */
  rootId: string | null;
}

/** Whether the lists show this conversation to the viewer, by the rule of the server. */
export function isVisible(conversation: Conversation, viewer: Viewer): boolean {
  if (viewer.seesAll) return true;
  const { assignedUserId, lastAttendantId, departmentId } = conversation;
  if (assignedUserId === viewer.id || lastAttendantId === viewer.id) return true;
  const home = departmentId ?? viewer.rootId;
  return home !== null && viewer.departmentIds.includes(home);
}

/** Whether somebody waits for an agent in a queue, by the rule of the server. */
export function isQueued(conversation: Conversation): boolean {
  const { status, flowState, queuedAt, idleSince, botPausedUntil } = conversation;
  return status === 'OPEN' && flowState === 'DEPARTMENT_SELECTED' && queuedAt !== null && idleSince === null && botPausedUntil === null;
}

/** Whether the customer still talks with the bot, by the rule of the server. */
function isWithBot({ status, flowState }: Conversation): boolean {
  return status === 'OPEN' && (flowState === 'GREETING' || flowState === 'AWAITING_ROUTING_CONFIRMATION');
}

/** Whether a list with these filters has this conversation. Null: only the server can tell. */
export function matches(conversation: Conversation, filters: ConversationFilters, viewer: Viewer): boolean | null {
  const { status, departmentId, assignedUserId, channelId, contactId, tagId, unread, queue, bot, waiting, search, from, to } = filters;
  if (!isVisible(conversation, viewer)) return false;
  if (status && !status.split(',').includes(conversation.status)) return false;
  if (departmentId && conversation.departmentId !== departmentId) return false;
  if (assignedUserId === 'none' && conversation.assignedUserId !== null) return false;
  if (assignedUserId === 'me' && conversation.assignedUserId !== viewer.id) return false;
  if (assignedUserId && assignedUserId !== 'me' && assignedUserId !== 'none' && conversation.assignedUserId !== assignedUserId) return false;
  if (channelId && conversation.channelId !== channelId) return false;
  if (contactId && conversation.contactId !== contactId) return false;
  if (tagId && !conversation.tags.some((tag) => tag.id === tagId)) return false;
  if (unread !== undefined && conversation.unreadCount > 0 !== unread) return false;
  if (queue !== undefined && isQueued(conversation) !== queue) return false;
  if (bot !== undefined && isWithBot(conversation) !== bot) return false;
  if (waiting !== undefined && (conversation.waitingSince !== null) !== waiting) return false;
  return search || from || to ? null : true;
}

/** How the server sorts a list, except that it puts the pinned first on the first page. */
export function order(sort: ConversationFilters['sort']): (a: Conversation, b: Conversation) => number {
  const newest = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0);
  if (sort === 'createdAt') return (a, b) => newest(a.createdAt, b.createdAt);
  if (sort === 'waiting') {
    // Who waits longest comes first, who waits for nothing last.
    return (a, b) => (a.waitingSince ?? '~').localeCompare(b.waitingSince ?? '~') || newest(a.lastMessageAt, b.lastMessageAt);
  }
  return (a, b) => newest(a.lastMessageAt, b.lastMessageAt);
}
