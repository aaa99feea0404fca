/** A typed client of the WPPConnector API. `schema.ts` and `events.ts` are generated; the rest is written by hand. */

import createFetchClient, { type Client as FetchClient, type ClientOptions as FetchOptions } from "openapi-fetch";

import type { components, paths } from "./schema.js";

export type { components, operations, paths } from "./schema.js";
export type { Event } from "./events.js";
export type { AnswerFrame, ClientFrame, ControlFrame, LoggedFrame, ReadyFrame, ServerFrame } from "./socket.js";

/** The objects of the API by name, as `Schemas["Conversation"]`. */
export type Schemas = components["schemas"];

/** What every refused call answers. Tell one from another by `code`. */
export type Problem = Schemas["Problem"];

export type Client = FetchClient<paths>;

export interface ClientOptions extends Omit<FetchOptions, "baseUrl"> {
  /** Where the installation is, as `https://chat.example.com`. */
  baseUrl: string;
  /** The token of a login, or an API key (`wpc_..`). A function is asked before each call, so a new login counts at once. */
  token?: string | (() => string | undefined);
}

/** `GET`, `POST`.. by path: `await client.GET("/api/users/{id}", { params: { path: { id } } })` gives `data` or `error`. */
export function createClient({ token, ...options }: ClientOptions): Client {
  const client = createFetchClient<paths>(options);
  client.use({
    onRequest({ request }) {
      const bearer = typeof token === "function" ? token() : token;
      if (bearer && !request.headers.has("Authorization")) request.headers.set("Authorization", `Bearer ${bearer}`);
      return request;
    },
  });
  return client;
}

/** Thrown by [`unwrap`]. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly response: Response,
  ) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
  }
}

/** Whether what came as an error is a problem of the API, and not, say, the page of a proxy. */
export function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "requestId" in error;
}

/** The data of a call, or its problem as an exception: `const me = await unwrap(client.GET("/api/auth/me"))`. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Exclude<T, undefined>> {
  const { data, error, response } = await call;
  if (isProblem(error)) throw new ProblemError(error, response);
  if (!response.ok) throw new Error(`${response.status} from ${response.url}`);
  return data as Exclude<T, undefined>;
}
