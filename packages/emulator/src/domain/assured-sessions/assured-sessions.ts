import type { Clock } from '@sallyport/core/clock';
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
import { hasFamilyShape, TokenFamilies, tokenOf } from './token-family.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
}

/** Why a former refresh token of format 2 still brought back the session: its answer can have been lost. */
export type ReuseCause = 'concurrent-refresh' | 'fail-to-save';

/** A renewed session. */
export interface Renewal {
  readonly account: Account;
  readonly session: AssuredSession;
  /** `null` when the token was replaced; else it was a former one, for these reasons, as far as its format has any. */
  readonly reuse: readonly ReuseCause[] | null;
}

// These sessions end when somebody ends them. It is the last instant that there is.
const NEVER = 8.64e15;
// More that have ended are forgotten at once, also while the clock stands.
const KEPT_ENDED = 1_000;

/** Sessions with an assurance level, which are renewed by a chain of refresh tokens. */
export class AssuredSessions {
  readonly #parts: Collaborators;
  readonly #purge: Purge;
  readonly #families: TokenFamilies;

  constructor(parts: Collaborators) {
    this.#parts = parts;
    this.#families = new TokenFamilies(parts);
    this.#purge = new Purge(parts.clock);
  }

  /** Lets a user in who has shown one first factor. */
  open({ id: userId }: Account, origin: SignInOrigin, method: string): { account: Account; session: AssuredSession } {
    const { accounts, clock, sessions, settings, store } = this.#parts;
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
      refreshFormat: settings().refreshTokenFormat,
      refreshedAt: null,
      ip: origin.ip,
      userAgent: origin.userAgent,
      createdAt: now,
    };
    store.assuredSessions.put(session);
    if (session.refreshFormat === 1) this.#families.issue(session, null);
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

  /** The newest refresh token. */
  refreshTokenOf({ id, refreshCounter, refreshFormat, refreshKey }: AssuredSession): string {
    if (refreshFormat === 1) return tokenOf(refreshKey, refreshCounter);
    return writeRefreshToken(id, refreshCounter, refreshKey);
  }

  /**
   * Renews a session. It is judged and counted before anything waits, so that of many at once one is the first, and
   * the others get what that one got.
   *
   * @throws {RefreshRefusal} The token brings nothing. Where it was used before, and too long ago, one of the two who
   *   have it is a thief: format 2 ends the session, format 1 revokes its tokens.
   * @see RFC 9700, 4.14.2
   */
  rotate(refreshToken: string): Renewal {
    const sealed = readRefreshToken(refreshToken);
    if (sealed) return this.#rotateSealed(sealed);
    if (!hasFamilyShape(refreshToken)) throw new RefreshRefusal('malformed');
    const token = this.#families.find(refreshToken);
    const session = token && this.get(token.sessionId);
    if (!token || !session) throw new RefreshRefusal('unknown');
    const account = this.#renewable(session);
    const isActive = token.isRevoked && this.#families.judgeReuse(session, token) === 'active';
    if (isActive) return { account, session: this.#refreshed(session), reuse: [] };
    return { account, session: this.#refreshed(this.#families.swap(session, token)), reuse: null };
  }

  #rotateSealed(token: ReadRefreshToken): Renewal {
    const session = this.get(token.sessionId);
    if (!session || !token.isSealedWith(session.refreshKey)) throw new RefreshRefusal('unknown');
    const account = this.#renewable(session);
    if (token.counter > session.refreshCounter) throw new RefreshRefusal('ahead');
    if (token.counter < session.refreshCounter) {
      const reuse = this.#judgeReuse(session, token);
      return { account, session: this.#refreshed(session), reuse };
    }
    return { account, session: this.#refreshed({ ...session, refreshCounter: token.counter + 1 }), reuse: null };
  }

  /**
   * Notes that the user of a session has proved an enrollment. The counter passes over one number, so that the refresh
   * token from before brings the raised session within the reuse interval alone. In format 1 it brings it at any time.
   *
   * @returns The session as it is now, or `undefined` when it has ended meanwhile.
   */
  raise(sessionId: string, method: string, factorId: string): AssuredSession | undefined {
    const session = this.get(sessionId);
    if (!session) return undefined;
    const proved: AuthenticationMethod = { method, at: this.#parts.clock.now(), factorId };
    const methods = [proved, ...session.methods.filter((other) => other.method !== method)];
    const renewed =
      session.refreshFormat === 1
        ? this.#families.swapNewest(session)
        : { ...session, refreshCounter: session.refreshCounter + 2 };
    return this.#put({ ...renewed, methods });
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
    this.#families.remove(sessionId);
  }

  #forgetEnded(): void {
    const { sessions, store } = this.#parts;
    const forget = (before: number): void => {
      for (const session of store.assuredSessions.values()) {
        if (!sessions.get(session.id) || this.#hasExpired(session, before)) this.end(session.id);
      }
      store.sessionTokens.deleteWhere(({ sessionId }) => !sessions.get(sessionId));
    };
    // Each session that runs has its counterpart there, so that these at least have ended.
    if (store.assuredSessions.size - store.sessions.size > KEPT_ENDED) forget(0);
    else this.#purge.run(forget);
  }

  /** @throws {RefreshRefusal} The session has expired, or its user may not come in. */
  #renewable(session: AssuredSession): Account {
    const account = this.#parts.accounts.require(session.userId);
    if (!isUsable(account, this.#parts.clock.now())) throw new RefreshRefusal('unusable-account');
    if (this.#hasExpired(session)) throw new RefreshRefusal('expired');
    return account;
  }

  #refreshed(session: AssuredSession): AssuredSession {
    return this.#put({ ...session, refreshedAt: this.#parts.clock.now() });
  }

  #judgeReuse(session: AssuredSession, { counter }: ReadRefreshToken): readonly ReuseCause[] {
    const { clock, settings } = this.#parts;
    const sinceRefresh = clock.now() - (session.refreshedAt ?? session.createdAt);
    const isConcurrent = sinceRefresh < settings().refreshReuseIntervalSeconds * 1_000;
    const isParent = counter === session.refreshCounter - 1;
    const causes: ReuseCause[] = [
      ...(isConcurrent ? (['concurrent-refresh'] as const) : []),
      ...(isParent ? (['fail-to-save'] as const) : []),
    ];
    if (causes.length > 0) return causes;
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
