import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FileStorage, RedisStorage, type TokenStorage } from '@sallyport/core';
import { Redis } from 'ioredis';
import { type RedisServer, startRedisServer } from './redis-server.fixture.js';

const PROCESSES = 8;
const STEPS = 25;
const program = join(import.meta.dirname, 'counting-process.fixture.mjs');

let server: RedisServer;
let observer: Redis;
let folder: string;
let counter: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  server = await startRedisServer();
  observer = new Redis(server.url);
});
afterAll(async () => {
  observer.disconnect();
  await server.stop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-processes-'));
  counter = join(folder, 'counter');
  await writeFile(counter, '0');
  await observer.flushall();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL'); // of a test that failed
  await Promise.all([...children].map((child) => once(child, 'close')));
  await rm(folder, { recursive: true });
});

/** How a process ends before it has counted all its steps: by itself in the middle of one, or by a kill after one. */
type Death =
  | { readonly by: 'itself'; readonly step: number; readonly moment: 'before' | 'after' }
  | { readonly by: 'kill'; readonly step: number };

interface Counting {
  /** Steps that a process has told of. */
  readonly told: number;
  /** Processes that died, and so may have counted one more. */
  readonly died: number;
}

async function countInProcesses(
  by: 'lease' | 'swap',
  place: object,
  deaths: readonly (Death | null)[],
): Promise<Counting> {
  const processes = deaths.map((death) => startProcess(by, place, death));
  await Promise.all(processes.map(({ ready }) => ready));
  const all = await Promise.all(processes.map(({ count }) => count()));
  return all.reduce((sum, { told, died }) => ({ told: sum.told + told, died: sum.died + died }), { told: 0, died: 0 });
}

function startProcess(by: 'lease' | 'swap', place: object, death: Death | null) {
  const diesAt = death?.by === 'itself' ? death : null;
  const task = JSON.stringify({ place, by, counter, steps: STEPS, diesAt });
  const child = spawn(process.execPath, [program, task], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(child);
  child.once('close', () => children.delete(child));
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status) reject(new Error(`A process ended with status ${status}`));
      else resolve(signal);
    });
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const count = async (): Promise<Counting> => {
    child.stdin.end('go\n');
    let told = 0;
    while (!(await lines.next()).done) {
      told += 1;
      if (death?.by === 'kill' && told === death.step) child.kill('SIGKILL');
    }
    return { told, died: (await ended) === null ? 0 : 1 };
  };
  return { ready: lines.next(), count };
}

const nobodyDies = Array.from({ length: PROCESSES }, () => null);

/** Half of the processes die, each somewhere else. The seed repeats where. */
function someDie(): (Death | null)[] {
  const seed = Number(process.env.SEED ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  process.stdout.write(`processes.test.ts: SEED=${seed}\n`);
  const random = seeded(seed);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: PROCESSES }, (_, index) => {
    if (index % 2) return null;
    const step = 1 + upTo(STEPS - 1);
    if (random() < 0.4) return { by: 'kill', step };
    return { by: 'itself', step, moment: random() < 0.5 ? 'before' : 'after' };
  });
}

// Mulberry32.
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const places: [string, () => { readonly place: object; readonly storage: TokenStorage }][] = [
  ['a folder', () => ({ place: { folder: join(folder, 'tokens') }, storage: new FileStorage(join(folder, 'tokens')) })],
  // Redis sees no death, so that each costs the others the time of a hold.
  ['Redis', () => ({ place: { redis: server.url, holdMs: 1_000 }, storage: new RedisStorage(observer) })],
];

describe.each(places)('processes that share %s', (_, create) => {
  const underLease = async (deaths: readonly (Death | null)[]) => {
    const counting = await countInProcesses('lease', create().place, deaths);
    return { ...counting, count: Number(await readFile(counter, 'utf8')) };
  };
  const bySwap = async (deaths: readonly (Death | null)[]) => {
    const { place, storage } = create();
    const counting = await countInProcesses('swap', place, deaths);
    return { ...counting, count: Number(await storage.get('count')) };
  };

  it.each([
    ['under a lease', underLease],
    ['by swapping', bySwap],
  ])('lose no step of a count: %s', async (_, count) => {
    const all = PROCESSES * STEPS;
    expect(await count(nobodyDies)).toEqual({ told: all, died: 0, count: all });
  });

  it.each([
    ['under a lease', underLease],
    ['by swapping', bySwap],
  ])('lose no step of a count, and wait for nobody for long, when some are killed: %s (F16)', async (_, run) => {
    const { told, died, count } = await run(someDie());
    expect(died).toBeGreaterThan(0);
    expect(count).toBeGreaterThanOrEqual(told);
    expect(count).toBeLessThanOrEqual(told + died); // what was counted, and not told of any more
  });
});
