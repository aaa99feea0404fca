/** The main job through the client, beside a running demonstration (`scripts/test sdk`). */

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { createClient, isProblem, ProblemError, unwrap } from "../src/index.js";

const baseUrl = process.env.DEMO_URL ?? "http://localhost:4000";
const password = process.env.DEMO_PASSWORD ?? "";
const phone = "+5511988880001";

async function signedIn(email: string) {
  const login = await unwrap(createClient({ baseUrl }).POST("/api/auth/login", { body: { email, password } }));
  return { client: createClient({ baseUrl, token: () => login.token }), me: login.user };
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`waited in vain: ${what}`);
}

const admin = await signedIn("admin@demo.local");
const agent = await signedIn("beatriz@demo.local");
await unwrap(agent.client.PATCH("/api/users/me/status", { body: { status: "ONLINE" } }));
const department = agent.me.departments[0]?.name;
assert(department, "the agent has a department");

const channels = await unwrap(admin.client.GET("/api/channels"));
const channelId = channels.find((channel) => channel.provider === "SANDBOX")?.id;
assert(channelId, "the demonstration has a simulated channel");
const path = { channelId };

async function says(text: string) {
  await unwrap(admin.client.POST("/api/sandbox/{channelId}/inbound", { params: { path }, body: { from: phone, text } }));
}

async function reads(words: string) {
  return until(`"${words}" on the phone`, async () => {
    const outbox = await unwrap(admin.client.GET("/api/sandbox/{channelId}/outbox", { params: { path, query: { phone } } }));
    return outbox.find((message) => message.text?.includes(words));
  });
}

await says("Olá");
await reads(department);
await says(department);

const conversation = await until("the agent's conversation", async () => {
  const mine = await unwrap(
    agent.client.GET("/api/conversations", { params: { query: { status: "ASSIGNED", assignedUserId: agent.me.id } } }),
  );
  return mine.find((one) => one.customerPhone === phone);
});
assert.equal(conversation.department?.name, department);

const params = { header: { "Idempotency-Key": crypto.randomUUID() } };
const body = { conversationId: conversation.id, content: "Good morning, how can I help?" };
const sent = await unwrap(agent.client.POST("/api/messages/send", { params, body }));
const again = await unwrap(agent.client.POST("/api/messages/send", { params, body }));
assert.equal(again.id, sent.id, "the same key is the same message");
assert.equal((await reads(body.content)).clientCopies, 1);

const one = { params: { path: { id: conversation.id } } };
const resolved = await unwrap(agent.client.POST("/api/conversations/{id}/resolve", { ...one, body: { sendMessage: false } }));
assert.equal(resolved.status, "RESOLVED");

const nobody = await agent.client.GET("/api/conversations/{id}", { params: { path: { id: crypto.randomUUID() } } });
assert(isProblem(nobody.error));
assert.equal(nobody.error.code, "not_found");
await assert.rejects(
  unwrap(createClient({ baseUrl }).GET("/api/auth/me")),
  (error) => error instanceof ProblemError && error.problem.code === "unauthenticated",
);
