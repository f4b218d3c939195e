import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import type { Account } from '../accounts/account.types.js';
import type { Devices } from '../devices/devices.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { IssuedToken, Tokens } from '../tokens.js';
import { arnOf, type UserPool } from '../user-pool.js';
import type { Session, SignInOrigin } from './session.types.js';

/** Who calls with a session's token. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
  /** The token that was shown. */
  readonly token: IssuedToken;
}

/** Sessions, and the tokens that stand for them. */
export class Sessions {
  readonly #store: MemoryStore;
  readonly #tokens: Tokens;
  readonly #settings: () => Settings;
  readonly #userPool: UserPool;
  readonly #devices: Devices;
  readonly #clock: Clock;
  readonly #purge: Purge;

  constructor(
    store: MemoryStore,
    clock: Clock,
    settings: () => Settings,
    collaborators: { readonly tokens: Tokens; readonly devices: Devices; readonly userPool: UserPool },
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#clock = clock;
    this.#purge = new Purge(clock);
    this.#tokens = collaborators.tokens;
    this.#devices = collaborators.devices;
    this.#userPool = collaborators.userPool;
  }

  async start(account: Account, { applicationId, ip, userAgent }: SignInOrigin): Promise<IssuedToken> {
    return this.#issue(account, this.open(account, { applicationId, ip, userAgent }, 0));
  }

  /** Begins a session whose tokens are somebody else's business. At once: nothing waits in it. */
  open(account: Account, { applicationId, ip, userAgent }: SignInOrigin, expiresAt: number): Session {
    const deviceId = this.#devices.signedIn(account.id, userAgent, ip);
    this.#purge.run((before) => this.#store.sessions.deleteWhere((session) => session.expiresAt < before));
    const session = { id: randomUUID(), userId: account.id, applicationId, deviceId, expiresAt };
    this.#store.sessions.put(session);
    return session;
  }

  /** A session that runs; `undefined` for one that has ended. */
  get(sessionId: string): Session | undefined {
    return this.#store.sessions.get(sessionId);
  }

  /** Keeps a session until its last token has ended. */
  extend(session: Session, expiresAt: number): void {
    if (expiresAt > session.expiresAt) this.#store.sessions.put({ ...session, expiresAt });
  }

  /** Makes a new token of a running session. Older ones stay good until they end, since an answer can get lost. */
  async renew({ account, session }: SignedIn): Promise<IssuedToken> {
    // It may have ended since its token was read, and must not come back.
    if (!this.#store.sessions.get(session.id)) throw new Refusal('session-invalid', 'The session has ended');
    return this.#issue(account, session);
  }

  /**
   * Reads a session's token: the wire's own, or the ID token of a sign-in by OpenID Connect.
   *
   * @param applicationId - The application that asks, where it says so.
   * @throws {Refusal} The token or its session has ended, or belongs to another application.
   */
  async authenticate(token: string, applicationId?: string): Promise<SignedIn> {
    const claims = await this.#tokens.read(token, ['session', 'id']);
    const session = this.#store.sessions.get(String(claims.sid));
    const account = session && this.#store.accounts.get(session.userId);
    const isOfSession = session && claims.aud === session.applicationId && claims.sub === session.userId;
    if (!isOfSession || !account || (applicationId ?? session.applicationId) !== session.applicationId) {
      throw new Refusal('session-invalid', 'The session has ended');
    }
    return { account, session, token: { token, issuedAt: claims.iat, expiresAt: claims.exp } };
  }

  end(sessionId: string): void {
    this.#store.sessions.delete(sessionId);
  }

  /** Ends the sessions on a device. */
  endOnDevice(deviceId: string): void {
    this.#store.sessions.deleteWhere((session) => session.deviceId === deviceId);
  }

  /** Whether somebody is signed in on a device. */
  isOnDevice(deviceId: string): boolean {
    const now = this.#clock.now();
    return this.#store.sessions.values().some((each) => each.deviceId === deviceId && each.expiresAt > now);
  }

  endAllOf(userId: string, exceptSessionId?: string): void {
    this.#store.sessions.deleteWhere((session) => session.userId === userId && session.id !== exceptSessionId);
  }

  #issue(account: Account, session: Session): IssuedToken {
    const { sessionLifetimeSeconds } = this.#settings();
    this.extend(session, this.#clock.now() + sessionLifetimeSeconds * 1_000);
    const { id, username, email, phone, texts } = account;
    const data = {
      type: 'user',
      id,
      userPoolId: this.#userPool.id,
      appId: session.applicationId,
      arn: arnOf(this.#userPool, id),
      username,
      email,
      phone,
      nickname: texts.nickname ?? null,
    };
    const claims = { aud: session.applicationId, sub: id, jti: randomUUID(), sid: session.id, data };
    return this.#tokens.issue({ ...claims, use: 'session' }, sessionLifetimeSeconds);
  }
}
