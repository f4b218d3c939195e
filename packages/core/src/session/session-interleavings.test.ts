import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock, ServerClock } from '../clock/index.js';
import { OAuthError } from '../errors/index.js';
import { MemoryLease } from './lease/memory-lease.js';
import { Session } from './session.js';
import type { SessionRecord, SessionTokens } from './session-record.js';
import { SessionRenewal } from './session-renewal.js';
import type { TokenStorage } from './token-storage.js';

interface TestUser {
  readonly id: string;
  readonly name?: string;
}

const KEY = 'session';
const HOUR_MS = 3_600_000;
const INSTANCES = 3;
const STEPS = 60;
const SEEDS = Array.from({ length: 300 }, (_, run) => run + 1);

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Has what storage and server do happen in an order by chance, one at a time. */
class Scheduler {
  readonly random: (below: number) => number;
  readonly #waiting: (() => void)[] = [];

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  later<T>(act: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(act());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  async step(): Promise<boolean> {
    const [act] = this.#waiting.splice(this.random(Math.max(1, this.#waiting.length)), 1);
    act?.();
    // Whatever follows from it has asked for the next thing by then.
    await new Promise((resolve) => setImmediate(resolve));
    return act !== undefined;
  }
}

/** A server that takes each refresh token once, and ends the session of one that comes again. */
class StrictServer {
  readonly #scheduler: Scheduler;
  readonly #good = new Set<string>();
  issued = 0;
  /** The sessions that it refused to go on with. */
  readonly refused: string[] = [];

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  issue(): SessionTokens {
    this.issued += 1;
    const refreshToken = `r${this.issued}`;
    this.#good.add(refreshToken);
    return { token: `t${this.issued}`, accessToken: null, refreshToken, issuedAt: 0, expiresAt: HOUR_MS };
  }

  renew({ id, refreshToken }: SessionRecord<TestUser>): Promise<SessionTokens> {
    return this.#scheduler.later(() => {
      if (refreshToken !== null && this.#good.delete(refreshToken)) return this.issue();
      this.refused.push(id);
      throw new OAuthError({ message: 'used', error: 'invalid_grant', code: 'invalid_grant', status: 400 });
    });
  }

  isGood(refreshToken: unknown): boolean {
    return typeof refreshToken === 'string' && this.#good.has(refreshToken);
  }
}

const idIn = (text: string | undefined): string => (text ? (JSON.parse(text) as SessionRecord<TestUser>).id : '');

/** @param ended - Where those are noted that a sign-in or a sign-out of somebody has put an end to. */
function storageOf(scheduler: Scheduler, values: Map<string, string>, ended: Set<string>): TokenStorage {
  return {
    get: (key) => scheduler.later(() => values.get(key) ?? null),
    set: (key, value) =>
      scheduler.later(() => {
        ended.add(idIn(values.get(key)));
        values.set(key, value);
      }),
    remove: (key) =>
      scheduler.later(() => {
        ended.add(idIn(values.get(key)));
        values.delete(key);
      }),
    swap: (key, expected, next) =>
      scheduler.later(() => {
        if ((values.get(key) ?? null) !== expected) return false;
        if (next === null) values.delete(key);
        else values.set(key, next);
        return true;
      }),
  };
}

function setUp(seed: number) {
  const scheduler = new Scheduler(seed);
  const server = new StrictServer(scheduler);
  const values = new Map<string, string>();
  const ended = new Set<string>();
  const lease = new MemoryLease({ holdMs: 600_000 });
  const clock = new ManualClock();
  const instances = Array.from({ length: INSTANCES }, () => {
    const events: string[] = [];
    const session = new Session<TestUser>({
      storage: storageOf(scheduler, values, ended),
      key: KEY,
      logger: { warn: jest.fn(), error: jest.fn() },
      serverNow: () => 0,
      emit: (name) => void events.push(name),
      storageTimeoutMs: 600_000,
    });
    const serverClock = new ServerClock(clock);
    const timeoutMs = 600_000;
    const settings = { session, renewer: server, lease, key: KEY, clock, serverClock, timeoutMs };
    const renewal = new SessionRenewal<TestUser>(settings);
    return { session, renewal, events };
  });
  return { scheduler, server, values, ended, instances };
}

type Instance = ReturnType<typeof setUp>['instances'][number];

describe('instances that share a storage which answers in any order', () => {
  it.each(SEEDS)('lose no session, undo no sign-out, and agree in the end: seed %d', async (seed) => {
    const { scheduler, server, values, ended, instances } = setUp(seed);
    const { random } = scheduler;
    const begun: Promise<unknown>[] = [];
    const signIn = ({ session }: Instance): Promise<void> => {
      // Whoever signs in again has ended the session before.
      if (session.current) ended.add(session.current.id);
      return session.begin({
        ...server.issue(),
        renewal: 'refresh_token',
        assuranceLevel: 'aal1',
        amr: ['pwd'],
        user: { id: 'ada' },
      });
    };
    const actions: ((instance: Instance) => Promise<unknown>)[] = [
      ...Array.from(
        { length: 4 },
        () =>
          ({ renewal }: Instance) =>
            renewal.renew(),
      ),
      ...Array.from({ length: 4 }, () => ({ session }: Instance) => {
        const user = { id: 'ada', name: `name ${random(1_000)}` };
        return session.updateUser(user, session.generation);
      }),
      ...Array.from(
        { length: 4 },
        () =>
          ({ session }: Instance) =>
            session.reload(),
      ),
      signIn,
      ({ session }) => {
        if (session.current) ended.add(session.current.id);
        return session.end('sign-out');
      },
    ];
    const failures: unknown[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const instance = instances[random(INSTANCES)];
      const act = step === 0 ? signIn : actions[random(actions.length)];
      if (instance && act && random(3) > 0) begun.push(act(instance).catch((error: unknown) => failures.push(error)));
      await scheduler.step();
    }
    const settle = async (): Promise<void> => {
      await scheduler.step(); // what was just begun asks for nothing at once
      for (let step = 0; await scheduler.step(); step += 1)
        if (step > 2_000) throw new Error('It does not come to rest');
    };
    await settle();
    await Promise.all(begun);
    const reloading = instances.map(({ session }) => session.reload());
    await settle();
    await Promise.all(reloading);

    const text = values.get(KEY) ?? null;
    const stored = text === null ? null : (JSON.parse(text) as SessionRecord<TestUser>);
    expect(instances.map(({ session }) => session.current)).toEqual(instances.map(() => stored));
    expect(stored !== null && ended.has(stored.id)).toBe(false);
    const kinds = new Set(failures.map((error) => (error as { kind?: string }).kind));
    for (const kind of server.refused.length > 0 ? ['not-signed-in', 'session-lost'] : ['not-signed-in'])
      kinds.delete(kind);
    expect([...kinds]).toEqual([]);
    // One that a sign-out has overtaken may have been renewed for nobody.
    expect(server.refused.filter((id) => !ended.has(id))).toEqual([]);
    if (stored) expect(server.isGood(stored.refreshToken)).toBe(true);
    for (const { session, events } of instances) {
      const ends = events.filter((name) => ['signedIn', 'signedOut', 'sessionExpired'].includes(name));
      // A session that was there when storage was first read is no event.
      if (ends.length > 0) expect(ends.at(-1) === 'signedIn').toBe(session.current !== null);
    }
  });
});
