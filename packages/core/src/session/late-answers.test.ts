import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '../clock/index.js';
import type { Lease } from './lease/lease.js';
import { MemoryLease } from './lease/memory-lease.js';
import { FakeServer, KEY, setUp, tokenOf, turn } from './session-renewal.fixture.js';
import { MemoryStorage } from './storage/memory-storage.js';

// Deadlines and leases follow real time. Here a test moves it.
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'setImmediate', 'nextTick'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const forever = new AbortController().signal;

/** A lease without extension, as the author of an adapter may write it. */
function plainLease(): Lease {
  const lease = new MemoryLease();
  return { holdMs: lease.holdMs, hold: (name, work, signal) => lease.hold(name, () => work(), signal) };
}

describe.each([
  ['a lease', {}],
  ['a lease that cannot be extended', { lease: plainLease() }],
  ['no lease', { lease: undefined }],
])('a renewal with %s', (_, options) => {
  it.each([8_000, 11_000, 14_000, 29_999])('stores an answer that arrives after %d ms', async (ms) => {
    const { renewal, server, session, storage, begin } = setUp(options);
    await begin();
    const answer = server.hold();
    const renewing = renewal.renew();
    await turn();
    await jest.advanceTimersByTimeAsync(ms);
    expect(server.signals[0]?.aborted).toBe(false);
    answer(server.tokens('t2'));
    await renewing;
    expect([tokenOf(session.current), await storage.get(KEY)]).toEqual(['t2', expect.stringContaining('"r-t2"')]);
  });

  it('ends the request when the time of the option timeout has passed', async () => {
    const { renewal, server, begin } = setUp({ ...options, timeoutMs: 20_000 });
    await begin();
    const answer = server.hold();
    const renewing = renewal.renew().catch(() => {});
    await turn();
    await jest.advanceTimersByTimeAsync(19_999);
    expect(server.signals[0]?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(server.signals[0]?.reason).toMatchObject({ kind: 'timeout' });
    answer(new Error('aborted'));
    await renewing;
  });

  it('stores an answer that was waiting while the process was frozen', async () => {
    const realNow = jest.spyOn(performance, 'now').mockReturnValue(0);
    const { renewal, server, session, begin } = setUp({ ...options, timeoutMs: 10_000 });
    await begin();
    const answer = server.hold();
    const renewing = renewal.renew();
    await turn();
    realNow.mockReturnValue(14_000);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(server.signals[0]?.aborted).toBe(false);
    answer(server.tokens('t2'));
    await renewing;
    expect(tokenOf(session.current)).toBe('t2');
    realNow.mockRestore();
  });
});

describe('two clients that share a session', () => {
  function setUpTwo(lease?: Lease) {
    const clock = new ManualClock();
    const among = { clock, server: new FakeServer(clock), storage: new MemoryStorage() };
    return [setUp({ ...among, ...(lease && { lease }) }), setUp({ ...among, ...(lease && { lease }) })] as const;
  }

  it('send a refresh token once though the answer takes longer than the lease', async () => {
    const [one, two] = setUpTwo();
    await one.begin();
    await two.session.ready();
    const answer = one.server.hold();
    const renewing = [one.renewal.renew(), two.renewal.renew()];
    await turn();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(one.server.asked).toHaveLength(1);
    answer(one.server.tokens('t2'));
    await Promise.all(renewing);
    expect([one.server.asked.length, tokenOf(two.session.current)]).toEqual([1, 't2']);
  });

  it('keep what the faster one has stored: a late answer is dropped', async () => {
    const [one, two] = setUpTwo(plainLease());
    await one.begin();
    await two.session.ready();
    const [late, early] = [one.server.hold(), one.server.hold()];
    const renewing = [one.renewal.renew(), two.renewal.renew()];
    await turn();
    await jest.advanceTimersByTimeAsync(15_001);
    expect(one.server.asked).toHaveLength(2);
    early(one.server.tokens('early'));
    await renewing[1];
    late(one.server.tokens('late'));
    await renewing[0];
    expect([tokenOf(one.session.current), tokenOf(two.session.current)]).toEqual(['early', 'early']);
  });
});

describe('the lease of a renewal', () => {
  it('is free for the next client as soon as the renewal ends, and no timer is left', async () => {
    const storage = new MemoryStorage();
    const { renewal, begin } = setUp({ storage });
    await begin();
    await renewal.renew();
    await expect(storage.lease.hold(KEY, async () => 'free', forever)).resolves.toBe('free');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is extended while a renewal is kept waiting by a proof of the second factor', async () => {
    const clock = new ManualClock();
    const among = { clock, server: new FakeServer(clock), storage: new MemoryStorage() };
    const [one, two] = [setUp(among), setUp(among)];
    await one.begin();
    await two.session.ready();
    let end = (): void => {};
    const held = one.renewal.hold(() => new Promise<void>((resolve) => (end = resolve)));
    await turn();
    const renewing = two.renewal.renew();
    await turn();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(one.server.asked).toEqual([]);
    end();
    await Promise.all([held, renewing]);
    expect(one.server.asked).toHaveLength(1);
  });

  it('that was lost before the request was sent carries no request', async () => {
    const lease: Lease = { holdMs: 15_000, hold: (_name, work) => work(async () => false) };
    const storage = new MemoryStorage();
    const { renewal, server, begin } = setUp({ lease, storage });
    await begin();
    const get = storage.get.bind(storage);
    jest.spyOn(storage, 'get').mockImplementation((key) => {
      jest.advanceTimersByTime(15_000); // the process is frozen while it reads
      return get(key);
    });
    const failure = await renewal.renew().catch((error: unknown) => error);
    expect([failure, server.asked]).toEqual([expect.objectContaining({ kind: 'timeout' }), []]);
  });
});
