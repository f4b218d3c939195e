// One of several processes that count on one number: `node counting-process.fixture.mjs '<JSON>'`. It writes a line when
// it is ready, begins when it reads one, and writes one for each step that it has counted.
//
//   { "place": { "folder" } or { "redis" }, "by": "lease" or "swap", "counter": file, "steps": number,
//     "diesAt": { "step", "moment": "before" or "after" the number is written } or null }

import { once } from 'node:events';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { FileStorage, RedisStorage } from '@sallyport/core';
import { Redis } from 'ioredis';

const { place, by, counter, steps, diesAt } = JSON.parse(process.argv[2]);

const redis = place.redis === undefined ? undefined : new Redis(place.redis);
const storage = redis ? new RedisStorage(redis, { holdMs: place.holdMs }) : new FileStorage(place.folder);
const forever = new AbortController().signal;

const dieAt = (step, moment) => {
  if (diesAt?.step === step && diesAt.moment === moment) process.kill(process.pid, 'SIGKILL');
};

// In steps that others could come between.
const countUnderLease = (step) =>
  storage.lease.hold(
    'count',
    async () => {
      const count = Number(await readFile(counter, 'utf8'));
      dieAt(step, 'before');
      const draft = `${counter}.${process.pid}`;
      await writeFile(draft, String(count + 1));
      await rename(draft, counter);
      dieAt(step, 'after');
    },
    forever,
  );

const countBySwap = async (step) => {
  for (;;) {
    const present = await storage.get('count');
    dieAt(step, 'before');
    if (await storage.swap('count', present, String(Number(present) + 1))) break;
  }
  dieAt(step, 'after');
};

process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
for (let step = 1; step <= steps; step += 1) {
  await (by === 'lease' ? countUnderLease(step) : countBySwap(step));
  process.stdout.write(`${step}\n`);
}
redis?.disconnect();
