import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '../clock/index.js';
import type { Lease } from './lease/lease.js';
import { MemoryLease } from './lease/memory-lease.js';
import {
  FakeServer,
  HOUR_MS,
  invalidGrant,
  KEY,
  type Options,
  type RenewalFixture,
  setUp,
  tokenOf,
  turn,
} from './session-renewal.fixture.js';
import { MemoryStorage } from './storage/memory-storage.js';
import type { TokenStorage } from './token-storage.js';

/** A storage that tells nobody of changes, as files and Redis are. */
class SilentStorage implements TokenStorage {
  readonly #storage = new MemoryStorage();
  readonly lease = this.#storage.lease;

  async get(key: string): Promise<string | null> {
    return this.#storage.get(key);
  }

  async set(key: string, value: string): Promise<void> {
    this.#storage.set(key, value);
  }

  async remove(key: string): Promise<void> {
    this.#storage.remove(key);
  }

  async swap(key: string, expected: string | null, next: string | null): Promise<boolean> {
    return this.#storage.swap(key, expected, next);
  }
}

const isFromElsewhere = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'origin' in payload;

/** Work that goes on until the test ends it. */
function startWork() {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

describe.each([
  ['that tells of changes', () => new MemoryStorage()],
  ['that tells of none', () => new SilentStorage()],
])('sharing a session in a storage %s', (_, createStorage) => {
  /** Two clients that share storage, server and clock, and in which Ada is signed in. */
  async function shared(options: Options = {}): Promise<readonly [RenewalFixture, RenewalFixture]> {
    const clock = new ManualClock();
    const among = { clock, server: new FakeServer(clock), storage: createStorage(), ...options };
    const [one, other] = [setUp(among), setUp(among)];
    await one.begin();
    await other.session.reload();
    return [one, other];
  }

  it('is one request for five instances, who all adopt its outcome (F15, CLI-18)', async () => {
    const [one, other] = await shared();
    const all = [one, other, ...Array.from({ length: 3 }, () => setUp(one))];
    await Promise.all(all.map(({ session }) => session.reload()));
    await Promise.all(all.map(({ renewal }) => renewal.renew()));
    expect(one.server.asked).toHaveLength(1);
    expect(new Set(all.map(({ session }) => tokenOf(session.current)))).toEqual(new Set(['t2']));
    expect(all.flatMap(({ payloads }) => payloads.filter(([name]) => name === 'sessionRefreshed'))).toHaveLength(5);
    expect(all.flatMap(({ payloads }) => payloads).filter(([, payload]) => isFromElsewhere(payload))).toHaveLength(4);
  });

  it('keeps every renewal waiting for what brings the session other tokens (CLI-18, CLI-19)', async () => {
    const [one, other] = await shared();
    const { ended, end } = startWork();
    const raised = one.renewal.hold(async () => {
      await ended;
      await one.session.begin(one.server.session('raised', { assuranceLevel: 'aal2', amr: ['pwd', 'otp'] }));
    });
    await turn();
    const renewed = other.renewal.renew();
    await turn();
    end();
    await raised;
    await expect(renewed).resolves.toMatchObject({ token: 'raised' });
    expect(one.server.asked).toEqual([]);
  });

  it('does such work with what another has made of the session meanwhile (CLI-18)', async () => {
    const [one, other] = await shared();
    const answer = other.server.hold();
    const renewing = other.renewal.renew();
    await turn();
    const seen = one.renewal.hold(async () => tokenOf(one.session.current));
    await turn();
    answer(other.server.tokens('t2'));
    await renewing;
    await expect(seen).resolves.toBe('t2');
  });

  it('shows on waking what another has made of the session while this machine slept', async () => {
    const [here, there] = await shared();
    await there.renewal.renew();
    await here.renewal.wake(false);
    expect(tokenOf(here.session.current)).toBe('t2');
  });

  it('is over at once when the server refuses it: with the lease nobody can have been faster (CLI-20)', async () => {
    const [refused] = await shared();
    refused.server.refuse(invalidGrant());
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'performance'] });
    try {
      await expect(refused.renewal.renew()).rejects.toMatchObject({ kind: 'session-lost' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets the loser of a race without a lease adopt the winner’s tokens (F15)', async () => {
    const [winner, loser] = await shared({ lease: undefined });
    const answer = winner.server.hold();
    const refuse = winner.server.hold();
    const winning = winner.renewal.renew();
    const losing = loser.renewal.renew();
    await turn();
    refuse(invalidGrant());
    await turn();
    answer(winner.server.tokens('t2'));
    await Promise.all([winning, losing]);
    expect([tokenOf(winner.session.current), tokenOf(loser.session.current)]).toEqual(['t2', 't2']);
    expect(loser.events).not.toContain('sessionExpired');
  });

  it('is not over for who loses by a moment: the winner writes while the session is being ended (F15)', async () => {
    const [winner, loser] = await shared();
    const { storage, server } = winner;
    const swap = jest.spyOn(storage, 'swap');
    swap.mockImplementationOnce(async () => {
      await winner.session.begin(server.session('t2'));
      return false;
    });
    server.refuse(invalidGrant());
    await expect(loser.renewal.renew()).resolves.toMatchObject({ token: 't2' });
    expect(loser.events).not.toContain('sessionExpired');
  });

  it('does not undo a sign-out elsewhere (F18, CLI-19)', async () => {
    const [here, there] = await shared();
    const answer = here.server.hold();
    const renewing = here.renewal.renew();
    await turn();
    await there.session.end('sign-out');
    answer(here.server.tokens('t2'));
    await expect(renewing).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect([here.session.state, await here.storage.get(KEY), here.payloads.at(-1)]).toEqual([
      'signedOut',
      null,
      ['signedOut', { reason: 'elsewhere', origin: 'other-tab' }],
    ]);
  });

  it('keeps what another has learnt of the user meanwhile', async () => {
    const [here, there] = await shared();
    const answer = here.server.hold();
    const renewing = here.renewal.renew();
    await turn();
    const ada = { id: 'ada', name: 'Ada' };
    await there.session.updateUser(ada, there.session.generation);
    answer(here.server.tokens('t2'));
    await renewing;
    expect(here.session.current).toMatchObject({ token: 't2', user: ada });
    await there.session.reload();
    expect(there.session.current).toMatchObject({ token: 't2', user: ada });
  });
});

// Without a lease, this client alone keeps its own work in order.
describe.each([
  ['with a lease', {}],
  ['without one', { lease: undefined }],
])('work that brings the session new tokens by itself, %s', (_, options) => {
  it('begins with a token that is not due (CLI-18)', async () => {
    const { renewal, session, server, clock } = setUp(options);
    await session.begin(server.session('t1', { expiresAt: clock.now() }));
    await expect(renewal.hold(async () => tokenOf(session.current))).resolves.toBe('t2');
  });

  it('waits for a renewal that is under way, and a renewal for it', async () => {
    const { renewal, session, server, begin } = setUp(options);
    await begin();
    const answer = server.hold();
    const earlier = renewal.renew();
    await turn();
    const { ended, end } = startWork();
    const seen: unknown[] = [];
    const held = renewal.hold(async () => {
      seen.push(tokenOf(session.current));
      await ended;
    });
    await turn();
    expect(seen).toEqual([]);
    answer(server.tokens('t2'));
    await earlier;
    await turn();
    expect(seen).toEqual(['t2']);
    const later = renewal.renew();
    await turn();
    expect(server.asked).toHaveLength(1);
    end();
    await Promise.all([held, later]);
    expect(server.asked).toHaveLength(2);
  });

  it('is done one after the other', async () => {
    const { renewal, begin } = setUp(options);
    await begin();
    const [first, second] = [startWork(), startWork()];
    const begun: string[] = [];
    const held = [first, second].map(({ ended }, index) =>
      renewal.hold(async () => {
        begun.push(`${index}`);
        await ended;
      }),
    );
    second.end();
    await turn();
    expect(begun).toEqual(['0']);
    first.end();
    await Promise.all(held);
    expect(begun).toEqual(['0', '1']);
  });

  it('leaves renewals free when it fails', async () => {
    const { renewal, begin } = setUp(options);
    await begin();
    const failure = new Error('no proof');
    const held = renewal.hold(() => Promise.reject(failure));
    const renewed = renewal.renew();
    await expect(held).rejects.toBe(failure);
    await expect(renewed).resolves.toMatchObject({ token: 't2' });
  });

  it('is waited for at the end of the client', async () => {
    const { renewal, begin } = setUp(options);
    await begin();
    const { ended, end } = startWork();
    const done: string[] = [];
    const held = renewal.hold(() => ended).then(() => done.push('work'));
    await turn();
    const over = renewal.dispose().then(() => done.push('client'));
    await turn();
    expect(done).toEqual([]);
    end();
    await Promise.all([held, over]);
    expect(done).toEqual(['work', 'client']);
  });
});

describe('a lease', () => {
  const never = (heard: Pick<Lease, 'hold'>): Lease => ({ holdMs: 1, ...heard });

  it('that never comes keeps no client waiting for longer than the lease and a request may take (F16)', async () => {
    const lease = never({
      hold: (_name, _work, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const { renewal, session, begin } = setUp({ lease, timeoutMs: 1 });
    await begin();
    await renewal.renew();
    expect(tokenOf(session.current)).toBe('t2');
  });

  it('that never comes, and hears no signal, keeps nobody waiting; when it comes after all, nothing is done twice (F16)', async () => {
    const late: (() => Promise<unknown>)[] = [];
    const lease = never({
      hold: (_name, work) => new Promise((resolve, reject) => late.push(() => work().then(resolve, reject))),
    });
    const { server, session, renewal, begin } = setUp({ lease, timeoutMs: 1 });
    await begin();
    await renewal.renew();
    let worked = 0;
    await renewal.hold(async () => {
      worked += 1;
    });
    await Promise.all(late.map((come) => come().catch(() => {})));
    expect([tokenOf(session.current), server.asked.length, worked]).toEqual(['t2', 1, 1]);
  });

  it('that does not work keeps nobody from going on', async () => {
    const broken: Lease = { holdMs: 1_000, hold: () => Promise.reject(new Error('no such server')) };
    const { renewal, session, begin } = setUp({ lease: broken });
    await begin();
    await renewal.renew();
    expect(tokenOf(session.current)).toBe('t2');
  });

  it('whose time was used up by reading the session carries no request: its answer would come too late', async () => {
    const lease: Lease = { holdMs: Number.MIN_VALUE, hold: (_name, work) => work() };
    const { renewal, session, server, begin } = setUp({ lease });
    await begin();
    await expect(renewal.renew()).rejects.toMatchObject({ kind: 'timeout', retryable: true });
    expect([session.state, server.asked]).toEqual(['stale', []]);
  });

  it('that another client holds is not waited for at the end of the client, and nothing is sent without it', async () => {
    const lease = new MemoryLease({ holdMs: 24 * HOUR_MS });
    const { renewal, server, begin } = setUp({ lease });
    await begin();
    const { ended, end } = startWork();
    const elsewhere = lease.hold(KEY, () => ended, new AbortController().signal);
    const renewing = renewal.renew().catch((error: unknown) => error);
    await turn();
    await renewal.dispose();
    expect([await renewing, server.asked]).toEqual([expect.objectContaining({ kind: 'disposed' }), []]);
    end();
    await elsewhere;
  });
});
