import type { Clock } from '@sallyport/core';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import type { Account } from '../accounts/account.types.js';
import { isUsable } from '../accounts/account-details.js';
import type { Accounts } from '../accounts/accounts.js';
import { newSecret } from '../opaque-token.js';
import type { Settings } from '../settings/settings.js';
import type { SignInOrigin } from '../sign-in/session.types.js';
import type { Sessions } from '../sign-in/sessions.js';
import type { AssuranceLevel, AssuredSession, AuthenticationMethod } from './assured-session.types.js';
import { RefreshRefusal } from './refresh-refusal.js';
import { type ReadRefreshToken, readRefreshToken, writeRefreshToken } from './refresh-token.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
}

/** Why an old refresh token still brought back the session: its answer can have been lost. */
export type ReuseCause = 'previous' | 'interval';

/** A renewed session. */
export interface Renewal {
  readonly account: Account;
  readonly session: AssuredSession;
  /** `null` for the token whose turn it was. */
  readonly reuse: ReuseCause | null;
}

// These sessions end when somebody ends them. It is the last instant that there is.
const NEVER = 8.64e15;
// What is shorter was never a token, of this or of another server.
const SHORTEST_TOKEN = 12;
// More that have ended are forgotten at once, also while the clock stands.
const KEPT_ENDED = 1_000;

/** Sessions with an assurance level, which are renewed by a chain of refresh tokens. */
export class AssuredSessions {
  readonly #parts: Collaborators;
  readonly #purge: Purge;

  constructor(parts: Collaborators) {
    this.#parts = parts;
    this.#purge = new Purge(parts.clock);
  }

  /** Lets a user in who has shown one first factor. */
  open({ id: userId }: Account, origin: SignInOrigin, method: string): { account: Account; session: AssuredSession } {
    const { accounts, clock, sessions, store } = this.#parts;
    this.#forgetEnded();
    const now = clock.now();
    const entered = accounts.change(userId, {
      // As it is now: another sign-in may have come while the factor was looked at.
      loginsCount: accounts.require(userId).loginsCount + 1,
      lastLoginAt: now,
      lastIp: origin.ip,
    });
    const session: AssuredSession = {
      id: sessions.open(entered, origin, NEVER).id,
      userId,
      methods: [{ method, at: now }],
      refreshKey: newSecret(),
      refreshCounter: 0,
      refreshFloor: 0,
      refreshedAt: null,
      ip: origin.ip,
      userAgent: origin.userAgent,
      createdAt: now,
    };
    store.assuredSessions.put(session);
    return { account: entered, session };
  }

  /** A session that runs; `undefined` for one that has ended. */
  get(sessionId: string): AssuredSession | undefined {
    const { sessions, store } = this.#parts;
    return sessions.get(sessionId) && store.assuredSessions.get(sessionId);
  }

  /** In the order they began. */
  of(userId: string): AssuredSession[] {
    const own = this.#parts.store.assuredSessions.values().filter((session) => session.userId === userId);
    return own.filter(({ id }) => this.get(id) !== undefined);
  }

  /** The refresh token that works. */
  refreshTokenOf({ id, refreshCounter, refreshKey }: AssuredSession): string {
    return writeRefreshToken(id, refreshCounter, refreshKey);
  }

  /**
   * Renews a session. It is judged and counted before anything waits, so that of many at once one is the first, and
   * the others get what that one got.
   *
   * @throws {RefreshRefusal} The token brings nothing. Where it was used before, and too long ago, the session has
   *   ended: one of the two who have it is a thief.
   * @see RFC 9700, 4.14.2
   */
  rotate(refreshToken: string): Renewal {
    if (refreshToken.length < SHORTEST_TOKEN) throw new RefreshRefusal('malformed');
    const token = readRefreshToken(refreshToken);
    const session = token && this.get(token.sessionId);
    if (!token || !session || !token.isSealedWith(session.refreshKey)) throw new RefreshRefusal('unknown');
    const account = this.#parts.accounts.require(session.userId);
    if (!isUsable(account, this.#parts.clock.now())) throw new RefreshRefusal('unusable-account');
    if (this.#hasExpired(session)) throw new RefreshRefusal('expired');
    if (token.counter > session.refreshCounter) throw new RefreshRefusal('ahead');
    if (token.counter < session.refreshCounter) return { account, session, reuse: this.#judgeReuse(session, token) };
    const refreshedAt = this.#parts.clock.now();
    return { account, session: this.#put({ ...session, refreshCounter: token.counter + 1, refreshedAt }), reuse: null };
  }

  /**
   * Notes that the user of a session has proved an enrollment. The refresh tokens from before are worthless.
   *
   * @returns The session as it is now, or `undefined` when it has ended meanwhile.
   */
  raise(sessionId: string, method: string, factorId: string): AssuredSession | undefined {
    const session = this.get(sessionId);
    if (!session) return undefined;
    const refreshCounter = session.refreshCounter + 2;
    const proved: AuthenticationMethod = { method, at: this.#parts.clock.now(), factorId };
    const methods = [proved, ...session.methods.filter((other) => other.method !== method)];
    return this.#put({ ...session, methods, refreshCounter, refreshFloor: refreshCounter });
  }

  /** An enrollment is no more: what was proved by it no longer counts. */
  lower(factorId: string): void {
    for (const session of this.#parts.store.assuredSessions.values()) {
      const methods = session.methods.filter((method) => method.factorId !== factorId);
      if (methods.length < session.methods.length) this.#put({ ...session, methods });
    }
  }

  /** Ends the sessions of a user that nobody proved a second factor in. */
  endOthersBelowAal2(userId: string, exceptSessionId: string): void {
    for (const session of this.of(userId)) {
      if (session.id !== exceptSessionId && assuranceLevelOf(session) !== 'aal2') this.end(session.id);
    }
  }

  end(sessionId: string): void {
    this.#parts.sessions.end(sessionId);
    this.#parts.store.assuredSessions.delete(sessionId);
  }

  #forgetEnded(): void {
    const { sessions, store } = this.#parts;
    const forget = (before: number): void => {
      for (const session of store.assuredSessions.values()) {
        if (!sessions.get(session.id) || this.#hasExpired(session, before)) this.end(session.id);
      }
    };
    // Each session that runs has its counterpart there, so that these at least have ended.
    if (store.assuredSessions.size - store.sessions.size > KEPT_ENDED) forget(0);
    else this.#purge.run(forget);
  }

  #judgeReuse(session: AssuredSession, { counter }: ReadRefreshToken): ReuseCause {
    const { clock, settings } = this.#parts;
    const isReachable = counter >= session.refreshFloor;
    if (isReachable && counter === session.refreshCounter - 1) return 'previous';
    const sinceRefresh = clock.now() - (session.refreshedAt ?? Number.NEGATIVE_INFINITY);
    if (isReachable && sinceRefresh < settings().refreshReuseIntervalSeconds * 1_000) return 'interval';
    this.end(session.id);
    throw new RefreshRefusal('used');
  }

  #hasExpired({ createdAt, refreshedAt }: AssuredSession, now = this.#parts.clock.now()): boolean {
    const { settings } = this.#parts;
    const { sessionTimeBoxSeconds, sessionInactivitySeconds } = settings();
    const isOver = (since: number, seconds: number): boolean => seconds > 0 && since + seconds * 1_000 <= now;
    return isOver(createdAt, sessionTimeBoxSeconds) || isOver(refreshedAt ?? createdAt, sessionInactivitySeconds);
  }

  #put(session: AssuredSession): AssuredSession {
    this.#parts.store.assuredSessions.put(session);
    return session;
  }
}

/** The level of a session: the second as long as an enrollment that was proved in it is there. */
export function assuranceLevelOf({ methods }: AssuredSession): AssuranceLevel {
  return methods.some(({ factorId }) => factorId !== undefined) ? 'aal2' : 'aal1';
}
