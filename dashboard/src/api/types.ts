/** The objects of the wire, by their short names. Generated types live in `@wppconnector/client`. */
import type { Schemas } from '@wppconnector/client';

export type { Problem, Schemas } from '@wppconnector/client';

export type AgentRef = NonNullable<Schemas['AgentRef']>;
export type Channel = Schemas['Channel'];
export type Contact = Schemas['Contact'];
export type Conversation = Schemas['Conversation'];
export type ConversationCounts = Schemas['ConversationCounts'];
export type Decision = Schemas['Decision'];
export type Department = Schemas['Department'];
export type Me = Schemas['Me'];
export type Message = Schemas['Message'];
export type Note = Schemas['Note'];
export type OnlineStatus = Schemas['OnlineStatus'];
export type QuickReply = Schemas['QuickReply'];
export type Role = Schemas['Role'];
export type Tag = Schemas['TagRef'];
export type TimelineItem = Schemas['TimelineItem'];
export type User = Schemas['User'];
