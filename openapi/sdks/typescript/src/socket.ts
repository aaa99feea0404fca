/** The frames of `/ws`: events of the log, and what is said beside them. Their shapes are generated. */

import type { AnswerFrame, ControlFrame, Event } from "./events.js";

export type { AnswerFrame, ClientFrame, ControlFrame } from "./events.js";

/** An event of the log with its place in it. Keep the largest `seq` and send it as `lastSeq` after a reconnection. */
export type LoggedFrame = Event & { seq: string };

/** The first frame of a connection. */
export type ReadyFrame = Extract<ControlFrame, { event: "ready" }>;

export type ServerFrame = LoggedFrame | ControlFrame | AnswerFrame;
