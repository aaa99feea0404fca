// A big company: ten thousand open conversations, one of them with fifty thousand messages. What is in the page stays small, and
// reading back moves nothing under the reader's eyes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Customer } from '../demo.mjs';
import { Installation } from '../support.mjs';

const CONVERSATIONS = 10_000;
const MESSAGES = 50_000;
/** Of the one with the history. */
const PHONE = '+5511955550000';

/** @type {Installation} */
let app;
let admin;
let channelId;
let long;

/** Rows as years of work would have left them; straight into the file, while nobody has it open. */
function fill(conversation) {
  // Sixteen bytes, which is all that an id must be here.
  const id = (salt) => `cast('${salt}' || printf('%014d', n) as blob)`;
  const at = (expression) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', ${expression})`;
  const sql = `
    pragma synchronous = off; pragma temp_store = memory; begin;
    create temp table n as with recursive n(n) as (select 1 union all select n + 1 from n where n < ${MESSAGES}) select n from n;
    create temp table here as select company_id, channel_id, contact_id, department_id, id, message_seq from conversations where hex(id) = '${conversation.replaceAll('-', '').toUpperCase()}';
    create temp table agent as select id from users where email = 'beatriz@demo.local';

    insert into contacts (id, company_id, name, name_source, attributes, blocked, version, created_at, updated_at, last_message_at)
      select ${id('c0')}, company_id, 'Cliente ' || n, 'PUSH', '{}', false, 1, ${at("'now', '-2 days'")}, ${at("'now', '-2 days'")}, ${at("'now', '-1 day', '-' || n || ' seconds'")}
      from n, here where n <= ${CONVERSATIONS};
    insert into contact_identities (id, company_id, contact_id, kind, value, canonical, verified_by, created_at, updated_at)
      select ${id('c1')}, company_id, ${id('c0')}, 'PHONE', '+55119' || printf('%08d', n), '+55119' || printf('%08d', n), 'PROVIDER', ${at("'now'")}, ${at("'now'")} from n, here where n <= ${CONVERSATIONS};
    insert into conversations (id, company_id, protocol, channel_id, contact_id, status, flow_state, department_id, assigned_user_id, assigned_at, greeting_sent_at, first_customer_at,
        first_response_at, last_message_at, last_customer_at, last_agent_at, last_attendant_id, unread_count, message_seq, version, created_at, updated_at)
      select ${id('c2')}, company_id, 'T' || n, channel_id, ${id('c0')}, 'ASSIGNED', 'ASSIGNED', department_id, agent.id, ${at("'now', '-2 days'")}, ${at("'now', '-2 days'")}, ${at("'now', '-2 days'")},
        ${at("'now', '-2 days'")}, ${at("'now', '-1 day', '-' || n || ' seconds'")}, ${at("'now', '-2 days'")}, ${at("'now', '-1 day'")}, agent.id, n % 3, 1, 1, ${at("'now', '-2 days'")}, ${at("'now', '-2 days'")}
      from n, here, agent where n <= ${CONVERSATIONS};
    insert into messages (id, company_id, conversation_id, channel_id, contact_id, seq, direction, content, origin, status, provider_key, whatsapp_message_id, sent_at, created_at, updated_at)
      select ${id('c3')}, company_id, ${id('c2')}, channel_id, ${id('c0')}, 1, 'INBOUND', 'Olá, aqui é o cliente ' || n, 'CUSTOMER', 'READ', 'S' || n, 'S' || n, ${at("'now', '-1 day', '-' || n || ' seconds'")},
        ${at("'now', '-1 day', '-' || n || ' seconds'")}, ${at("'now', '-1 day'")} from n, here where n <= ${CONVERSATIONS};

    -- The long history lies before what was really said; its numbers too.
    update messages set seq = seq + ${MESSAGES} where conversation_id = (select id from here);
    update conversations set message_seq = message_seq + ${MESSAGES} where id = (select id from here);
    insert into messages (id, company_id, conversation_id, channel_id, contact_id, seq, direction, content, sender_id, origin, status, provider_key, whatsapp_message_id, sent_at, created_at, updated_at)
      select ${id('c4')}, company_id, here.id, channel_id, contact_id, n, iif(n % 3, 'INBOUND', 'OUTBOUND'),
        'Mensagem ' || n || substr(' ' || replace(hex(zeroblob(n % 97)), '00', 'palavra '), 1, (n * 37) % 640), iif(n % 3, null, agent.id), iif(n % 3, 'CUSTOMER', 'AGENT'), 'READ', 'L' || n, 'L' || n,
        ${at(`'now', '-1 day', '-' || ((${MESSAGES} - n) * 4) || ' minutes'`)}, ${at(`'now', '-1 day', '-' || ((${MESSAGES} - n) * 4) || ' minutes'`)}, ${at("'now', '-1 day'")}
      from n, here, agent;
    commit;`;
  const run = spawnSync('sqlite3', [path.join(app.folder, 'data', 'wppconnector.db')], { input: sql, encoding: 'utf8' });
  assert.equal(run.stderr, '');
}

before(async () => {
  app = await Installation.start();
  admin = await app.login('admin');
  [{ id: channelId }] = await admin.get('/api/channels');
  const customer = new Customer(admin, channelId, PHONE, 'Longa História');
  await customer.says('Oi');
  await customer.conversation();
  await customer.says('1');
  long = await customer.conversation(({ department }) => department !== null);
  const beatriz = await app.login('beatriz');
  await beatriz.call('PATCH', '/api/users/me/status', { status: 'ONLINE' });
  if (long.assignedUserId !== beatriz.user.id) await admin.post(`/api/conversations/${long.id}/assign`, { userId: beatriz.user.id, force: true });
  await app.kill();
  const started = Date.now();
  fill(long.id);
  console.log(`filled ${CONVERSATIONS} conversations and ${MESSAGES} messages in ${Date.now() - started} ms`);
  await app.run();
  admin = await app.login('admin');
});
after(() => app?.stop());

const nodes = (page) => page.evaluate(() => document.querySelectorAll('*').length);

/** Frame times while the wheel turns, as numbers to look at. */
async function wheeling(page, turns, by) {
  await page.evaluate(() => {
    const times = (window.frameTimes = []);
    let last = performance.now();
    const next = (now) => {
      times.push(now - last);
      last = now;
      if (window.frameTimes === times) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  for (let turn = 0; turn < turns; turn += 1) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(30);
  }
  const times = await page.evaluate(() => {
    const measured = window.frameTimes.toSorted((a, b) => a - b);
    window.frameTimes = null;
    return measured;
  });
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
  return `${times.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms`;
}

/** Where a message that is in view stands, and where all others that are in the page do. */
const places = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('[role=log] article')].map((each) => [each.id, Math.round(each.getBoundingClientRect().top)])));

test('the list scrolls through ten thousand conversations with few of them in the page', async () => {
  const page = await app.open('beatriz');
  const list = page.getByRole('link', { name: /Cliente \d+/ });
  await list.first().waitFor();
  const before = await nodes(page);
  await page.mouse.move(150, 500);
  console.log('list:', await wheeling(page, 60, 1500));
  await page.waitForFunction(() => [...document.querySelectorAll('a')].some((link) => Number(/Cliente (\d+)/.exec(link.textContent)?.[1]) > 300));
  // To the very end, as fast as pages come.
  const end = Date.now();
  const last = page.getByRole('link', { name: /Cliente 10000\b/ });
  while ((await last.count()) === 0 && Date.now() - end < 240_000) {
    await page.evaluate(() => {
      const box = document.querySelector('ul').parentElement;
      box.scrollTop = box.scrollHeight;
    });
    await page.waitForTimeout(10);
  }
  console.log(`the end of the list was reached in ${Date.now() - end} ms`);
  await last.waitFor();
  assert.ok((await nodes(page)) < before + 400, `${await nodes(page)} nodes after ${before}`);
  console.log('list, all loaded:', await wheeling(page, 60, -3000));
  await page.context().close();
});

test('reading back through a long history loads pages, keeps the page small, and moves nothing', async () => {
  const page = await app.open('beatriz', `/dashboard/c/${long.id}`);
  await page.getByRole('log').getByRole('article').first().waitFor();
  await page.getByRole('button', { name: 'Ir para o fim' }).waitFor({ state: 'detached' });
  const before = await nodes(page);
  await page.mouse.move(800, 400);

  // Each turn of the wheel moves what is in view by just that, whatever is loaded or measured above.
  let checked = 0;
  for (let turn = 0; turn < 60; turn += 1) {
    const [old, top] = [await places(page), await page.evaluate(() => document.querySelector('[role=log]').getBoundingClientRect().height)];
    await page.mouse.wheel(0, -400);
    await page.waitForTimeout(60);
    const now = await places(page);
    const moves = new Set(Object.keys(old).filter((id) => id in now && old[id] > 60 && old[id] < 800).map((id) => now[id] - old[id]));
    if (moves.size === 0) continue;
    checked += 1;
    const [least, most] = [Math.min(...moves), Math.max(...moves)];
    assert.ok(most - least <= 2, `turn ${turn}: messages moved apart, by ${[...moves]} (height ${top})`);
    assert.ok(least >= -2 && most <= 402, `turn ${turn}: moved by ${least} to ${most}`);
  }
  assert.ok(checked > 40, `${checked} turns compared`);
  console.log('history:', await wheeling(page, 100, -900));
  const read = async () => Number(/Mensagem (\d+)/.exec(await page.getByRole('log').getByRole('article').first().textContent())[1]);
  assert.ok((await read()) < MESSAGES - 200, `read back to ${await read()}`);
  assert.ok((await nodes(page)) < before + 1_500, `${await nodes(page)} nodes after ${before}`);

  // What comes meanwhile is counted and moves nothing; the button leads there.
  const customer = new Customer(admin, channelId, PHONE, 'Longa História');
  await page.waitForTimeout(1_000);
  const old = await places(page);
  await customer.says('Ainda estão aí?');
  await page.getByRole('button', { name: 'Ir para o fim' }).getByText('1 nova').waitFor();
  const now = await places(page);
  for (const id of Object.keys(old)) if (id in now) assert.ok(Math.abs(now[id] - old[id]) <= 1, `${id} moved by ${now[id] - old[id]}`);
  await page.getByRole('button', { name: 'Ir para o fim' }).click();
  await page.getByRole('log').getByText('Ainda estão aí?').waitFor();
  // At the end one reads along.
  await customer.says('Alô?');
  await page.getByRole('log').getByText('Alô?').waitFor();
  await page.waitForFunction(() => {
    const box = document.querySelector('[role=log]').closest('.overflow-y-auto');
    return box.scrollHeight - box.scrollTop - box.clientHeight < 4;
  });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a hit of the search is loaded and shown, however far back it lies', async () => {
  const page = await app.open('beatriz');
  await page.getByLabel('Nome, telefone ou protocolo').fill('Mensagem 48001');
  const started = Date.now();
  await page.getByRole('link', { name: /Mensagem 48001/ }).first().click();
  const hit = page.getByRole('log').getByText(/^Mensagem 48001\b/);
  await hit.waitFor({ timeout: 60_000 });
  console.log(`a hit two thousand messages back is shown after ${Date.now() - started} ms`);
  await page.waitForFunction(() => {
    const article = [...document.querySelectorAll('[role=log] article')].find((each) => each.textContent.startsWith('Mensagem 48001'));
    const { top, bottom } = article?.getBoundingClientRect() ?? { top: -1, bottom: 9999 };
    return top > 50 && bottom < innerHeight;
  });
  await page.context().close();
});
