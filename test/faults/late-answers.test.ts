import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { AuthenticationClientOptions } from '@sallyport/authentication-client';
import { FileStorage, MemoryStorage } from '@sallyport/core';
import { LaptopClock, MINUTE_MS, type OpenClient, open } from './client.fixture.js';
import { cleanUpWith } from './faulty-server.fixture.js';
import { TokenServer } from './token-server.fixture.js';

// Sockets and files follow real time, deadlines and leases the time of the test.
const FAKED = { doNotFake: ['queueMicrotask', 'setImmediate', 'clearImmediate', 'nextTick', 'Date'] } as const;
afterEach(() => {
  jest.useRealTimers();
});

/** Clients that share a session of a server which takes each refresh token once. The token has expired. */
async function setUp(options: Partial<AuthenticationClientOptions>, count = 1) {
  jest.useFakeTimers({ doNotFake: [...FAKED.doNotFake] });
  const clock = new LaptopClock();
  const tokens = await TokenServer.start(clock);
  const opened = Array.from({ length: count }, () => open(tokens, { clock, ...options }));
  const [first] = opened;
  if (!first) throw new Error('A test needs one client');
  await first.client.setSession(tokens.signIn());
  for (const { client } of opened) await client.ready();
  clock.sleepFor(120 * MINUTE_MS);
  return { clock, tokens, opened, first };
}

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-late-'));
  cleanUpWith(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

const STORAGES = [
  ['memory', async () => new MemoryStorage()],
  ['a folder', async () => new FileStorage(await folder())],
] as const;

/** Has the session renewed twice more: the server has refused nothing. */
async function expectGoesOn({ client }: OpenClient, clock: LaptopClock): Promise<void> {
  expect(client.state).toBe('signedIn');
  clock.sleepFor(120 * MINUTE_MS);
  await client.refreshToken();
  expect(client.state).toBe('signedIn');
}

describe.each(STORAGES)('a session in %s, of a server without grace', (_, createStorage) => {
  it.each([8_000, 11_000, 14_000, 29_000])(
    'survives a refresh that is answered after %d ms, and is then renewed with the new token',
    async (ms) => {
      const { clock, tokens, first } = await setUp({ storage: await createStorage() });
      const { arrived, release } = tokens.hold();
      const renewing = first.client.refreshToken();
      await arrived;
      await jest.advanceTimersByTimeAsync(ms);
      release();
      await renewing;
      await expectGoesOn(first, clock);
      expect([tokens.renewals, first.events.filter((name) => name === 'sessionStale')]).toEqual([2, []]);
    },
  );
});

describe('clients that share a session of a server without grace', () => {
  it('send the refresh token once though the answer takes longer than the lease', async () => {
    const { clock, tokens, opened, first } = await setUp({ storage: new MemoryStorage() }, 3);
    const { arrived, release } = tokens.hold();
    const renewing = opened.map(({ client }) => client.refreshToken());
    await arrived;
    await jest.advanceTimersByTimeAsync(29_000);
    release();
    await Promise.all(renewing);
    expect(tokens.renewals).toBe(1);
    await expectGoesOn(first, clock);
  });
});

describe('a process that was stopped', () => {
  it('reads the answer in its socket before it gives a refresh up', async () => {
    const clock = new LaptopClock();
    const tokens = await TokenServer.start(clock);
    const { client } = open(tokens, { clock, timeout: 2_000 });
    await client.setSession(tokens.signIn());
    clock.sleepFor(120 * MINUTE_MS);
    const { arrived, release } = tokens.hold();
    const renewing = client.refreshToken();
    await arrived;
    release();
    await new Promise(setImmediate); // the server writes its answer
    stopFor(2_500);
    await renewing;
    expect([client.state, tokens.renewals]).toEqual(['signedIn', 1]);
  });
});

/** Stops this process as SIGSTOP does: timers are late, and what has arrived waits in its sockets. */
function stopFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
