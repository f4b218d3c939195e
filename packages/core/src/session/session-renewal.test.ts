import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock, ServerClock } from '../clock/index.js';
import { NetworkError, OAuthError, RateLimitError, ServerError, UnauthenticatedError } from '../errors/index.js';
import type { Lease } from './lease/lease.js';
import { Session } from './session.js';
import type { SessionRecord, SessionTokens } from './session-record.js';
import { SessionRenewal } from './session-renewal.js';
import { MemoryStorage } from './storage/memory-storage.js';
import type { TokenStorage } from './token-storage.js';

interface TestUser {
  readonly id: string;
}

const HOUR_MS = 3_600_000;
const KEY = 'session';

type Answer = () => Promise<SessionTokens>;

/** A server that answers what a test says, else tokens that live for an hour. */
class FakeServer {
  readonly asked: SessionRecord<TestUser>[] = [];
  readonly answers: Answer[] = [];
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async renew(record: SessionRecord<TestUser>): Promise<SessionTokens> {
    this.asked.push(record);
    return (this.answers.shift() ?? (async () => this.tokens(`t${this.asked.length + 1}`)))();
  }

  tokens(token: string): SessionTokens {
    const now = this.#clock.now();
    return { token, accessToken: null, refreshToken: `r-${token}`, issuedAt: now, expiresAt: now + HOUR_MS };
  }

  refuse(error: Error): void {
    this.answers.push(() => Promise.reject(error));
  }

  /** Holds the next answer back until the test lets it go. */
  hold(): (outcome: SessionTokens | Error) => void {
    let settle: (outcome: SessionTokens | Error) => void = () => {};
    const answer = new Promise<SessionTokens>((resolve, reject) => {
      settle = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
    });
    this.answers.push(() => answer);
    return settle;
  }
}

interface Options {
  readonly clock?: ManualClock;
  readonly server?: FakeServer;
  readonly storage?: TokenStorage;
  readonly lease?: Lease | undefined;
}

function setUp({ clock = new ManualClock(), server = new FakeServer(clock), ...options }: Options = {}) {
  const storage = options.storage ?? new MemoryStorage();
  const events: string[] = [];
  const payloads: [string, unknown][] = [];
  const serverClock = new ServerClock(clock);
  const session = new Session<TestUser>({
    storage,
    key: KEY,
    logger: { warn: jest.fn(), error: jest.fn() },
    serverNow: () => serverClock.now(),
    emit: (name, payload) => {
      events.push(name);
      payloads.push([name, payload]);
    },
  });
  const lease = 'lease' in options ? options.lease : storage.lease;
  const renewal = new SessionRenewal<TestUser>({ session, renewer: server, lease, key: KEY, clock, serverClock });
  const begin = (renewalKind: 'bearer' | 'refresh_token' | 'none' = 'refresh_token'): Promise<void> => {
    const tokens = server.tokens('t1');
    const refreshToken = renewalKind === 'refresh_token' ? tokens.refreshToken : null;
    return session.begin({
      ...tokens,
      refreshToken,
      renewal: renewalKind,
      assuranceLevel: 'aal1',
      amr: ['pwd'],
      user: { id: 'ada' },
    });
  };
  return { clock, server, storage, session, renewal, serverClock, events, payloads, begin };
}

/** Lets promises that are ready run. */
async function turn(): Promise<void> {
  for (let step = 0; step < 60; step += 1) await Promise.resolve();
}

const AAL2 = {
  renewal: 'refresh_token',
  assuranceLevel: 'aal2',
  amr: ['pwd', 'otp'],
  user: { id: 'ada' },
} as const;

const isFromElsewhere = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'origin' in payload;

const token = (record: SessionRecord<TestUser> | null): string | undefined => record?.token;
const lost = (): NetworkError => new NetworkError({ message: 'offline', sent: true, retryable: true });
const refused = (): UnauthenticatedError => new UnauthenticatedError({ message: 'unknown token', code: 2020 });
const invalidGrant = (): OAuthError =>
  new OAuthError({ message: 'used', error: 'invalid_grant', code: 'invalid_grant', status: 400 });

describe('a session with a refresh token', () => {
  it('is called with as it is while it is fresh', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await clock.advance(HOUR_MS - 61_000);
    expect(token(await renewal.live())).toBe('t1');
    expect(server.asked).toEqual([]);
  });

  it('is renewed by itself a minute before its end', async () => {
    const { session, clock, begin, payloads } = setUp();
    await begin();
    await clock.advance(HOUR_MS - 60_000);
    await turn();
    expect(token(session.current)).toBe('t2');
    expect(payloads.at(-1)).toEqual(['sessionRefreshed', { expiresAt: new Date(clock.now() + HOUR_MS) }]);
  });

  it('is one request for 100 calls inside the renewal window, none of which waits (F14)', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await renewal.dispose(); // its own timer has no part in this
    await clock.advance(HOUR_MS - 30_000);
    // At once, since it has not ended yet.
    const tokens = Array.from({ length: 100 }, () => token(renewal.live() as SessionRecord<TestUser>));
    await turn();
    expect([new Set(tokens), server.asked.length]).toEqual([new Set(['t1']), 1]);
  });

  it('is one request for 100 calls after its end, which all get the new token (F14, CLI-17)', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await renewal.dispose(); // its own timer has no part in this
    await clock.advance(2 * HOUR_MS);
    const records = await Promise.all(Array.from({ length: 100 }, async () => renewal.live()));
    expect([new Set(records.map(token)), server.asked.length]).toEqual([new Set(['t2']), 1]);
  });

  it('keeps its refresh token where the server answers none (CLI-21)', async () => {
    const { session, renewal, server, begin } = setUp();
    await begin();
    server.answers.push(async () => ({ ...server.tokens('t2'), refreshToken: 'r-t1' }));
    await renewal.renew();
    expect(session.current).toMatchObject({ token: 't2', refreshToken: 'r-t1' });
  });

  it('is over when the server says invalid_grant, once for all who wait (CLI-20, F17)', async () => {
    const { session, renewal, server, begin, events, storage } = setUp();
    await begin();
    server.refuse(invalidGrant());
    const errors = await Promise.all(Array.from({ length: 10 }, () => renewal.renew().catch((error) => error)));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ kind: 'session-lost', code: 'invalid_grant', message: 'used' });
    expect([session.state, storage.get(KEY), events]).toEqual(['signedOut', null, ['signedIn', 'sessionExpired']]);
  });

  it('is not over when the server refuses the application', async () => {
    const { session, renewal, server, begin, events } = setUp();
    await begin();
    server.refuse(new OAuthError({ message: 'who?', error: 'invalid_client', status: 401 }));
    await expect(renewal.renew()).rejects.toMatchObject({ kind: 'oauth', error: 'invalid_client' });
    expect([token(session.current), events.at(-1)]).toEqual(['t1', 'sessionStale']);
  });
});

describe('a server that tells more than tokens when it renews', () => {
  it('is believed about the user and the assurance level, which may have fallen since', async () => {
    const { renewal, server, session, begin } = setUp();
    await begin();
    const told = { user: { id: 'ada', name: 'Ada' }, assuranceLevel: 'aal2', amr: ['pwd', 'otp'] } as const;
    server.answers.push(async () => ({ ...server.tokens('t2'), ...told }));
    await renewal.renew();
    expect(session.current).toMatchObject({ token: 't2', ...told });
    await renewal.renew();
    expect(session.current).toMatchObject({ token: 't3', ...told });
  });

  it('names the sign-in itself, where it has a name for it', async () => {
    const { session, server } = setUp();
    const sign = { renewal: 'refresh_token', assuranceLevel: 'aal1', amr: ['pwd'], user: null } as const;
    await session.begin({ ...server.tokens('t1'), ...sign, id: 'f0c2' });
    expect(session.current?.id).toBe('f0c2');
  });
});

describe('a native session', () => {
  it('is renewed from half its life on', async () => {
    const { session, server, clock, begin } = setUp();
    await begin('bearer');
    await clock.advance(HOUR_MS / 2 - 1);
    await turn();
    expect(server.asked).toEqual([]);
    await clock.advance(1);
    await turn();
    expect(token(session.current)).toBe('t2');
  });

  it('is tried once after its end, and is over when the server refuses', async () => {
    const { session, renewal, server, clock, begin, events } = setUp();
    await begin('bearer');
    await renewal.dispose();
    await clock.advance(2 * HOUR_MS);
    expect(session.state).toBe('stale');
    server.refuse(refused());
    await expect(renewal.live()).rejects.toMatchObject({ kind: 'session-lost', code: 2020 });
    expect([server.asked.length, events.at(-1), session.state]).toEqual([1, 'sessionExpired', 'signedOut']);
  });
});

describe('a session without a renewal', () => {
  it('goes out as it is, and is never renewed', async () => {
    const { renewal, session, server, clock, begin } = setUp();
    await begin('none');
    await clock.advance(2 * HOUR_MS);
    expect(token(await renewal.live())).toBe('t1');
    await expect(renewal.replace('t1', {})).resolves.toBeNull();
    expect([session.state, server.asked]).toEqual(['stale', []]);
  });
});

describe('a renewal that fails', () => {
  it.each([
    ['the network (F01)', lost],
    ['a server that fails (F07)', () => new ServerError({ message: 'down', status: 503, retryable: true })],
    ['too many requests (F06)', () => new RateLimitError({ message: 'slow down', status: 429, retryable: true })],
    ['a transport of its own kind', () => new TypeError('fetch failed')],
  ])('by %s ends no session, and says so once (CLI-20)', async (_, failure) => {
    const { session, renewal, server, clock, begin, events } = setUp();
    await begin();
    server.refuse(failure());
    server.refuse(failure());
    await expect(renewal.renew()).rejects.toBeInstanceOf(failure().constructor);
    await expect(renewal.renew()).rejects.toBeInstanceOf(failure().constructor);
    expect([session.state, token(session.current)]).toEqual(['stale', 't1']);
    expect(events).toEqual(['signedIn', 'sessionStale']);
    await clock.advance(2_000);
    await turn();
    await renewal.renew();
    expect(session.state).toBe('signedIn');
  });

  it('is tried again by itself, fewer than 30 times in ten minutes (F07)', async () => {
    const { server, clock, begin, session } = setUp();
    await begin();
    for (let count = 0; count < 100; count += 1) server.refuse(lost());
    for (let second = 0; second < HOUR_MS / 1_000 + 600; second += 1) {
      await clock.advance(1_000);
      await turn();
    }
    expect(server.asked.length).toBeGreaterThan(8);
    expect(server.asked.length).toBeLessThan(30);
    expect(session.state).toBe('stale');
  });

  it('does not let calls ask again and again for a token that has ended (F07)', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await clock.setTo(clock.now() + HOUR_MS - 60_001);
    for (let count = 0; count < 50; count += 1) server.refuse(lost());
    await clock.advance(60_002);
    await turn();
    const asked = server.asked.length;
    for (let call = 0; call < 40; call += 1) await expect(renewal.live()).rejects.toMatchObject({ kind: 'network' });
    expect(server.asked.length - asked).toBeLessThan(2);
  });

  it('waits as long as the server says (F06)', async () => {
    const { server, renewal, clock, begin } = setUp();
    await begin();
    server.refuse(new RateLimitError({ message: 'slow down', status: 429, retryAfterMs: 90_000 }));
    await clock.advance(HOUR_MS - 60_000);
    await turn();
    await clock.advance(89_999);
    await turn();
    expect(server.asked).toHaveLength(1);
    await clock.advance(1);
    await turn();
    expect(server.asked).toHaveLength(2);
    expect(token(await renewal.live())).not.toBe('t1');
  });

  it('is tried again at once when the network is back', async () => {
    const { server, renewal, session, clock, begin } = setUp();
    await begin();
    server.refuse(lost());
    await clock.advance(HOUR_MS - 60_000);
    await turn();
    expect(session.state).toBe('stale');
    await renewal.wake(true);
    await clock.advance(0);
    await turn();
    expect([session.state, server.asked.length]).toEqual(['signedIn', 2]);
  });
});

describe('a machine that has slept over the end (F13)', () => {
  it('renews once on waking', async () => {
    const { server, renewal, session, clock, begin } = setUp();
    await begin();
    await renewal.dispose(); // a timer that did not fire
    await clock.setTo(clock.now() + 10 * HOUR_MS);
    await Promise.all([renewal.live(), renewal.live(), renewal.live()]);
    expect([server.asked.length, session.state]).toEqual([1, 'signedIn']);
  });
});

describe('a token that seems to have ended already, by a clock that is wrong (F12)', () => {
  it('is not renewed again and again by itself', async () => {
    const { server, renewal, clock, begin } = setUp();
    await begin();
    const past = clock.now() - 60_000;
    for (let count = 0; count < 20; count += 1) {
      server.answers.push(async () => ({ ...server.tokens(`old${count}`), issuedAt: past, expiresAt: past + 30_000 }));
    }
    await renewal.renew();
    for (let second = 0; second < 25; second += 1) {
      await clock.advance(1_000);
      await turn();
    }
    expect(server.asked.length).toBe(1);
  });
});

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

describe.each([
  ['that tells of changes', () => new MemoryStorage()],
  ['that tells of none', () => new SilentStorage()],
])('sharing a session in a storage %s', (_, createStorage) => {
  /** Instances that share storage, server and clock. */
  function share(count: number, options: Options = {}) {
    const clock = new ManualClock();
    const server = new FakeServer(clock);
    const storage = createStorage();
    return Array.from({ length: count }, () => setUp({ clock, server, storage, ...options }));
  }

  it('is one request for five instances, who all adopt its outcome (F15, CLI-18)', async () => {
    const all = share(5);
    const [first] = all;
    await first?.begin();
    await Promise.all(all.map(({ session }) => session.reload()));
    await Promise.all(all.map(({ renewal }) => renewal.renew()));
    expect(first?.server.asked).toHaveLength(1);
    expect(new Set(all.map(({ session }) => token(session.current)))).toEqual(new Set(['t2']));
    expect(all.flatMap(({ payloads }) => payloads.filter(([name]) => name === 'sessionRefreshed'))).toHaveLength(5);
    expect(all.flatMap(({ payloads }) => payloads).filter(([, payload]) => isFromElsewhere(payload))).toHaveLength(4);
  });

  it('keeps every renewal waiting for what brings the session other tokens (CLI-18, CLI-19)', async () => {
    const [one, other] = share(2);
    if (!one || !other) throw new Error('two are shared');
    await one.begin();
    await other.session.reload();
    let go: () => void = () => {};
    const raised = one.renewal.hold(async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      await one.session.begin({ ...one.server.tokens('raised'), ...AAL2 });
    });
    await turn();
    const renewed = other.renewal.renew();
    await turn();
    go();
    await raised;
    await expect(renewed).resolves.toMatchObject({ token: 'raised' });
    expect(one.server.asked).toEqual([]);
  });

  it('does such work with what another has made of the session meanwhile (CLI-18)', async () => {
    const [one, other] = share(2);
    if (!one || !other) throw new Error('two are shared');
    await one.begin();
    await other.session.reload();
    const answer = other.server.hold();
    const renewing = other.renewal.renew();
    await turn();
    const seen = one.renewal.hold(async () => token(one.session.current));
    await turn();
    answer(other.server.tokens('t2'));
    await renewing;
    await expect(seen).resolves.toBe('t2');
  });

  it('is over at once when the server refuses it: with the lease nobody can have been faster (CLI-20)', async () => {
    const [refused] = share(1);
    await refused?.begin();
    refused?.server.refuse(invalidGrant());
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'performance'] });
    try {
      await expect(refused?.renewal.renew()).rejects.toMatchObject({ kind: 'session-lost' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets the loser of a race without a lease adopt the winner’s tokens (F15)', async () => {
    const [winner, loser] = share(2, { lease: undefined });
    if (!winner || !loser) throw new Error('two are shared');
    await winner.begin();
    await loser.session.reload();
    const answer = winner.server.hold();
    const refuse = winner.server.hold();
    const winning = winner.renewal.renew();
    const losing = loser.renewal.renew();
    await turn();
    refuse(invalidGrant());
    await turn();
    answer(winner.server.tokens('t2'));
    await Promise.all([winning, losing]);
    expect([token(winner.session.current), token(loser.session.current)]).toEqual(['t2', 't2']);
    expect(loser.events).not.toContain('sessionExpired');
  });

  it('goes on without a lease that never comes (F16)', async () => {
    const never: Lease = {
      holdMs: 1,
      hold: (_name, _work, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    const { renewal, session, begin } = setUp({ lease: never });
    await begin();
    await renewal.renew();
    expect(token(session.current)).toBe('t2');
  });

  it('goes on without a lease that does not work', async () => {
    const broken: Lease = { holdMs: 1_000, hold: () => Promise.reject(new Error('no such server')) };
    const { renewal, session, begin } = setUp({ lease: broken });
    await begin();
    await renewal.renew();
    expect(token(session.current)).toBe('t2');
  });

  it('does not undo a sign-out elsewhere (F18, CLI-19)', async () => {
    const [here, there] = share(2);
    if (!here || !there) throw new Error('two are shared');
    await here.begin();
    await there.session.reload();
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
    const [here, there] = share(2);
    if (!here || !there) throw new Error('two are shared');
    await here.begin();
    await there.session.reload();
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

  it('hands no call the token of somebody else who has signed in meanwhile', async () => {
    const { renewal, session, server, begin } = setUp();
    await begin();
    await session.begin({
      ...server.tokens('b1'),
      renewal: 'refresh_token',
      assuranceLevel: 'aal1',
      amr: ['pwd'],
      user: { id: 'bob' },
    });
    await expect(renewal.replace('t1', {})).resolves.toBeNull();
  });
});

describe('a refused token', () => {
  it('asks nothing of a token endpoint that has just failed (F07)', async () => {
    const { renewal, server, begin } = setUp();
    await begin();
    server.refuse(lost());
    await expect(renewal.replace('t1', {})).rejects.toMatchObject({ kind: 'network' });
    await expect(renewal.replace('t1', {})).rejects.toMatchObject({ kind: 'network' });
    expect(server.asked).toHaveLength(1);
  });

  it('is answered by its successor', async () => {
    const { renewal, begin } = setUp();
    await begin();
    await expect(renewal.replace('t1', {})).resolves.toBe('t2');
    await expect(renewal.replace('t1', {})).resolves.toBe('t2');
  });

  it('that was renewed already is no reason for another request', async () => {
    const { renewal, server, begin } = setUp();
    await begin();
    await renewal.renew();
    await renewal.replace('t1', {});
    expect(server.asked).toHaveLength(1);
  });
});

describe('the renewal’s timer', () => {
  it('is gone after a sign-out, and after dispose (CLI-24)', async () => {
    const { renewal, session, server, clock, begin } = setUp();
    await begin();
    await session.end('sign-out');
    await clock.advance(2 * HOUR_MS);
    await begin();
    await renewal.dispose();
    await clock.advance(2 * HOUR_MS);
    await turn();
    expect(server.asked).toEqual([]);
  });

  it('does not come back with a renewal that was under way', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    const renewing = renewal.renew();
    await renewal.dispose();
    await renewing;
    await clock.advance(2 * HOUR_MS);
    await turn();
    expect(server.asked).toHaveLength(1);
  });
});

describe('a server whose clock says nonsense (F12)', () => {
  it('is not asked with every call for tokens that seem to have ended when they come', async () => {
    const { server, renewal, clock, begin } = setUp();
    await begin();
    const past = clock.now() - 60_000;
    for (let count = 0; count < 20; count += 1) {
      server.answers.push(async () => ({ ...server.tokens(`old${count}`), issuedAt: past, expiresAt: past + 30_000 }));
    }
    await renewal.renew();
    for (let call = 0; call < 20; call += 1) {
      await clock.advance(1_000);
      expect(token(await renewal.live())).toBe('old0');
    }
    expect(server.asked).toHaveLength(1);
  });

  it('is asked again for a token that lives for seconds', async () => {
    const { server, renewal, clock, begin } = setUp();
    await begin();
    server.answers.push(async () => ({ ...server.tokens('short'), expiresAt: clock.now() + 5_000 }));
    await renewal.renew();
    await clock.setTo(clock.now() + 6_000);
    expect(token(await renewal.live())).toBe('t3');
  });
});

describe('a clock that is set back (F12)', () => {
  it('does not keep a session that failed to renew from being renewed', async () => {
    const { server, renewal, session, clock, begin } = setUp();
    await begin();
    await clock.setTo(clock.now() + HOUR_MS / 2);
    server.answers.push(async () => ({ ...server.tokens('ended'), expiresAt: clock.now() - HOUR_MS }));
    await renewal.renew();
    server.refuse(lost());
    await expect(renewal.renew()).rejects.toMatchObject({ kind: 'network' });
    await clock.setTo(clock.now() - 600_000);
    await renewal.live();
    expect([session.state, token(session.current)]).toEqual(['signedIn', 't4']);
  });
});

describe('a lease that never comes, and hears no signal', () => {
  it('keeps nobody waiting, and its work from being done twice (F16)', async () => {
    let late: () => Promise<unknown> = async () => {};
    const lease: Lease = {
      holdMs: 1,
      hold: (_name, work) =>
        new Promise((resolve, reject) => {
          late = () => work().then(resolve, reject);
        }),
    };
    const { server, session, renewal, begin } = setUp({ lease });
    await begin();
    await renewal.renew();
    await late().catch(() => {});
    expect([token(session.current), server.asked.length]).toEqual(['t2', 1]);
  });
});
