import { jest } from '@jest/globals';
import { ManualClock, ServerClock } from '../clock/index.js';
import { NetworkError, OAuthError } from '../errors/index.js';
import type { Lease } from './lease/lease.js';
import { Session } from './session.js';
import type { NewSession, SessionRecord, SessionTokens } from './session-record.js';
import { SessionRenewal } from './session-renewal.js';
import { MemoryStorage } from './storage/memory-storage.js';
import type { TokenStorage } from './token-storage.js';

export interface TestUser {
  readonly id: string;
}

export const HOUR_MS = 3_600_000;
export const KEY = 'session';

/** A server that answers what a test says, else tokens that live for an hour. */
export class FakeServer {
  readonly asked: SessionRecord<TestUser>[] = [];
  /** What ends each of the requests. */
  readonly signals: AbortSignal[] = [];
  readonly answers: (() => Promise<SessionTokens>)[] = [];
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async renew(record: SessionRecord<TestUser>, signal: AbortSignal): Promise<SessionTokens> {
    this.asked.push(record);
    this.signals.push(signal);
    return (this.answers.shift() ?? (async () => this.tokens(`t${this.asked.length + 1}`)))();
  }

  tokens(token: string): SessionTokens {
    const now = this.#clock.now();
    return { token, accessToken: null, refreshToken: `r-${token}`, issuedAt: now, expiresAt: now + HOUR_MS };
  }

  /** What a sign-in brings. */
  session(token: string, further: Partial<NewSession<TestUser>> = {}): NewSession<TestUser> {
    const signIn = { renewal: 'refresh_token', assuranceLevel: 'aal1', amr: ['pwd'], user: { id: 'ada' } } as const;
    return { ...this.tokens(token), ...signIn, ...further };
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

export interface Options {
  readonly clock?: ManualClock;
  readonly server?: FakeServer;
  readonly storage?: TokenStorage;
  readonly lease?: Lease | undefined;
  /** Default 30 000. */
  readonly timeoutMs?: number;
}

export interface RenewalFixture {
  readonly clock: ManualClock;
  readonly server: FakeServer;
  readonly storage: TokenStorage;
  readonly session: Session<TestUser>;
  readonly renewal: SessionRenewal<TestUser>;
  readonly events: readonly string[];
  readonly payloads: readonly (readonly [name: string, payload: unknown])[];
  /** Signs Ada in with the token `t1`. */
  readonly begin: (renewal?: 'bearer' | 'refresh_token' | 'none') => Promise<void>;
}

/** One client's session, and what renews it. Without a lease of its own it has the storage's. */
export function setUp(options: Options = {}): RenewalFixture {
  const { clock = new ManualClock(), storage = new MemoryStorage() } = options;
  const { server = new FakeServer(clock), timeoutMs = 30_000 } = options;
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
  const settings = { session, renewer: server, lease, key: KEY, clock, serverClock, timeoutMs };
  const renewal = new SessionRenewal<TestUser>(settings);
  const begin: RenewalFixture['begin'] = async (kind = 'refresh_token') => {
    const further = kind === 'refresh_token' ? {} : { refreshToken: null };
    await session.begin(server.session('t1', { renewal: kind, ...further }));
  };
  return { clock, server, storage, session, renewal, events, payloads, begin };
}

/** Lets promises that are ready run. */
export async function turn(): Promise<void> {
  for (let step = 0; step < 60; step += 1) await Promise.resolve();
}

export const tokenOf = (record: SessionRecord<TestUser> | null): string | undefined => record?.token;

export const lost = (): NetworkError => new NetworkError({ message: 'offline', sent: true, retryable: true });

export const invalidGrant = (): OAuthError =>
  new OAuthError({ message: 'used', error: 'invalid_grant', code: 'invalid_grant', status: 400 });
