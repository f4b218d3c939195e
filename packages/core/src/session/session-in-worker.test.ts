import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { simulateWorker, type WorkerRequests } from '../platform/worker-requests.fixture.js';
import { SingleFlight } from '../single-flight.js';
import { SlowStorage } from '../testing/slow-storage.js';
import { MemoryLease } from './lease/memory-lease.js';
import { HOUR_MS, KEY, setUp, type TestUser, tokenOf, turn } from './session-renewal.fixture.js';
import { SessionStore } from './session-store.js';

let worker: WorkerRequests;
beforeEach(() => {
  worker = simulateWorker();
});
afterEach(() => worker.restore());

const never = (): Promise<never> => new Promise(() => {});

describe('SingleFlight in a Cloudflare Worker', () => {
  it('shares one run within a request', async () => {
    const flight = new SingleFlight<number>();
    let runs = 0;
    const work = async (): Promise<number> => (runs += 1);
    expect(await Promise.all([flight.run(work), flight.run(work)])).toEqual([1, 1]);
  });

  it('starts a run of its own after a request that ended during its run', async () => {
    const flight = new SingleFlight<string>();
    void flight.run(never);
    worker.next();
    await expect(flight.run(async () => 'done')).resolves.toBe('done');
    await expect(flight.settle()).resolves.toBeUndefined();
  });

  it('keeps a run in progress when a run of an earlier request ends', async () => {
    const flight = new SingleFlight<string>();
    let endFirst = (_: string): void => {};
    const first = flight.run(() => new Promise((resolve) => (endFirst = resolve)));
    worker.next();
    void flight.run(never);
    endFirst('first');
    await first;
    let hasSettled = false;
    void flight.settle().then(() => (hasSettled = true));
    await turn();
    expect(hasSettled).toBe(false);
  });
});

describe('SessionStore in a Cloudflare Worker', () => {
  it('reads the storage after a request that ended during a write', async () => {
    const storage = new SlowStorage();
    const store = new SessionStore<TestUser>({ storage, key: KEY, onFailed: () => {}, timeoutMs: 1_000 });
    void store.put(null); // its request ends before the storage answers
    worker.next();
    const found = store.read();
    expect(storage.waiting).toBe(2);
    storage.answer();
    storage.answer();
    await expect(found).resolves.toMatchObject({ found: 'unchanged' });
    await expect(store.settle()).resolves.toBeUndefined();
  });

  it('keeps a write in progress when a write of an earlier request ends', async () => {
    const storage = new SlowStorage();
    const store = new SessionStore<TestUser>({ storage, key: KEY, onFailed: () => {}, timeoutMs: 1_000 });
    const first = store.put(null);
    worker.next();
    void store.put(null);
    storage.answer();
    await first;
    let hasSettled = false;
    void store.settle().then(() => (hasSettled = true));
    await turn();
    expect(hasSettled).toBe(false);
  });
});

describe('SessionRenewal in a Cloudflare Worker', () => {
  it('waits for the renewal of a session that is about to expire', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await clock.advance(HOUR_MS - 30_000);
    expect(server.asked).toEqual([]); // no timer renews the session
    expect(tokenOf(await renewal.live())).toBe('t2');
  });

  it('returns the present session when such a renewal fails', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await clock.advance(HOUR_MS - 30_000);
    server.refuse(new Error('offline'));
    expect(tokenOf(await renewal.live())).toBe('t1');
  });

  it('renews the session after a request that ended during a renewal', async () => {
    const { renewal, server, clock, begin } = setUp({ lease: new MemoryLease({ holdMs: 20 }) });
    await begin();
    await clock.advance(HOUR_MS);
    server.hold(); // its answer never arrives
    void renewal.renew();
    await turn();
    worker.next();
    expect(tokenOf(await renewal.live())).toBe('t3');
  });

  it('renews the session after a request that ended during a verification', async () => {
    const { renewal, clock, begin } = setUp({ lease: new MemoryLease({ holdMs: 20 }) });
    await begin();
    void renewal.hold(never);
    await turn();
    worker.next();
    await clock.advance(HOUR_MS);
    expect(tokenOf(await renewal.live())).toBe('t2');
  });

  it('rejects no call of a later request when the client is disposed of', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await clock.advance(HOUR_MS);
    server.hold();
    void renewal.renew();
    await turn();
    worker.next();
    await expect(renewal.dispose()).resolves.toBeUndefined();
  });

  it('names the failure of a transport as the cause, without the tokens of the session', async () => {
    const { renewal, server, begin, payloads } = setUp();
    await begin();
    server.refuse(new TypeError('no route for r-t1'));
    await expect(renewal.renew()).rejects.toThrow('no route');
    expect(payloads.at(-1)).toMatchObject(['sessionStale', { error: { kind: 'network' } }]);
    expect(payloads.at(-1)?.[1]).toMatchObject({ error: { cause: { name: 'TypeError' } } });
  });
});
