import type { ConversationFilters } from '@/api/filters';

import { type Tab, TABS } from './chat-store';

/** Which list an address names: `/dashboard?tab=resolved&department=…&from=…`. Other pages link to it. */
export interface ListSearch {
  tab?: Tab;
  department?: string;
  agent?: string;
  channel?: string;
  tag?: string;
  /** Instants, between which the last message lies. */
  from?: string;
  to?: string;
  sort?: ConversationFilters['sort'];
}

export interface ListChoice {
  tab: Tab;
  filters: ConversationFilters;
}

const SORTS: readonly unknown[] = ['waiting', 'createdAt'] satisfies ConversationFilters['sort'][];
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);
const instant = (value: unknown) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined);

/** What can be understood of an address; the rest of it is left out, as somebody may have typed it. */
export function readSearch(raw: Record<string, unknown>): ListSearch {
  return said({
    tab: TABS.find((tab) => tab === raw.tab),
    department: isId(raw.department) ? raw.department : undefined,
    agent: isId(raw.agent) ? raw.agent : undefined,
    channel: isId(raw.channel) ? raw.channel : undefined,
    tag: isId(raw.tag) ? raw.tag : undefined,
    from: instant(raw.from),
    to: instant(raw.to),
    sort: SORTS.includes(raw.sort) ? (raw.sort as ListSearch['sort']) : undefined,
  });
}

/** The list of an address; null when it names none, so that one finds the list as one has left it. */
export function choiceOf(search: ListSearch): ListChoice | null {
  const { tab, department, agent, channel, tag, from, to, sort } = search;
  if (Object.keys(search).length === 0) return null;
  return { tab: tab ?? 'all', filters: said({ departmentId: department, assignedUserId: agent, channelId: channel, tagId: tag, from, to, sort }) };
}

/** The address of a list; the tab is always part of it. */
export function searchOf({ tab, filters }: ListChoice): ListSearch {
  const { departmentId, assignedUserId, channelId, tagId, from, to, sort } = filters;
  return said({ tab, department: departmentId, agent: assignedUserId, channel: channelId, tag: tagId, from, to, sort });
}

/** Without what is not set: an address shows no empty parameters, and the filters are counted by their keys. */
function said<Type extends object>(all: Type): Type {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Type;
}
