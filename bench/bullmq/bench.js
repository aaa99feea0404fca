// The steps of bench/queue/ours.rs, with BullMQ. Prints the figures as JSON; rates are jobs a second, memory is bytes.

import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const [url, ...sizes] = process.argv.slice(2);
const [jobs, heap, alone, idle, slice, ahead, concurrency] = sizes.map(Number);
const { hostname, port } = new URL(url);
// A worker must never give up on Redis; BullMQ insists on this setting.
const connection = { host: hostname, port: Number(port), maxRetriesPerRequest: null };
// As ours: nothing is kept of a job that is done.
const queue = new Queue('measured', { connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
const redis = new Redis(connection);

const now = () => performance.now();
const perSecond = (count, since, until = now()) => (count * 1000) / (until - since);
const memory = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))[1]);
const job = (number) => ({ name: 'measured', data: { number } });

async function push(count) {
  for (let from = 0; from < count; from += slice) {
    const length = Math.min(slice, count - from);
    await queue.addBulk(Array.from({ length }, (_, offset) => job(from + offset)));
  }
}

let done = 0;
let last = 0;
async function reaches(count) {
  while (done < count) await sleep(1);
  return last;
}

const memoryBefore = await memory();
let start = now();
for (let number = 0; number < alone; number++) await queue.add('measured', { number });
const pushAlone = perSecond(alone, start);
start = now();
await push(heap);
const pushSlices = perSecond(heap, start);

start = now();
const worker = new Worker(
  'measured',
  async () => {
    done++;
    last = now();
  },
  { connection, concurrency },
);
worker.on('error', (error) => console.error(error));
let expected = alone + heap;
const consume = perSecond(expected, start, await reaches(expected));

const waits = [];
for (let number = 0; number < idle; number++) {
  await sleep(10);
  const pushed = now();
  await queue.add('measured', { number });
  expected++;
  waits.push((await reaches(expected)) - pushed);
}
waits.sort((one, other) => one - other);
const quantile = (part) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))];

let memoryMost = 0;
start = now();
for (let pushed = 0; pushed < jobs; ) {
  while (expected + pushed - done > ahead) await sleep(1);
  const count = Math.min(slice, jobs - pushed);
  await push(count);
  const before = pushed;
  pushed += count;
  if (Math.floor(before / 20000) < Math.floor(pushed / 20000)) memoryMost = Math.max(memoryMost, await memory());
}
const flow = perSecond(jobs, start, await reaches(expected + jobs));
await sleep(5000);
const memoryAfter = await memory();
await worker.close();
await queue.close();
await redis.quit();

const [pickUpP50Ms, pickUpP99Ms] = [quantile(0.5), quantile(0.99)];
const figures = { pushAlone, pushSlices, consume, pickUpP50Ms, pickUpP99Ms, flow, memoryBefore, memoryMost, memoryAfter };
console.log(JSON.stringify(figures));
