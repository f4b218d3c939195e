import type { ServerClock } from '@sallyport/core/clock';
import { copyJson } from '@sallyport/core/json';
import type { Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { nativeTokens } from '../../client/session/native-tokens.js';
import { requireUser, signedInUserId, verifiedUserId } from '../../client/session/signed-in-user.js';
import { requireBearer, requireTokenSet, type TokenSet } from '../../client/session/token-set.js';

/** Ports of the session on this side. */
export interface SessionDeps {
  readonly session: Session<User>;
  readonly serverClock: ServerClock;
  /** Whether the session is that of a token passed to `as`, which may be an attacker's. */
  readonly actsForToken: boolean;
}

/** Token and user of a session. */
export interface CurrentSession {
  readonly token: string;
  readonly user: User | null;
}

/** The session on this side: its user and its tokens. Each method but `setSession` answers at once. */
export class SessionClient {
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  /**
   * Token and user of the session as this side knows them; `null` without a session, or before the storage was read. The
   * token is a credential for the identity server: `fetch` and `attachTo` send the one for the application's own API.
   */
  get currentSession(): CurrentSession | null {
    const { current } = this.#deps.session;
    return current && { token: current.token, user: copyJson(current.user) };
  }

  /**
   * The user who is signed in, as far as this side knows. Sends nothing and verifies no token. A client from
   * `as({ token })` answers only after `getCurrentUser`, because the token may be an attacker's.
   *
   * @returns The user's id.
   * @throws {NotSignedInError} No user is signed in, or the token was not verified.
   */
  checkLoggedIn(): string {
    const { session, actsForToken } = this.#deps;
    session.catchUp();
    return actsForToken ? verifiedUserId(session.current) : signedInUserId(session.current);
  }

  /** Takes over a user that the server answered, with the session token in `token` where there is one. */
  setCurrentUser(user: User): void {
    const { token, ...rest } = requireUser(user);
    const { session } = this.#deps;
    const { current, generation } = session;
    if (token && token !== current?.token) this.#begin(token, rest);
    else if (current) void session.updateUser(rest, generation);
  }

  /** Takes over a session token. Who it belongs to is told by `getCurrentUser`. */
  setToken(token: string): void {
    requireBearer('token', token);
    if (token !== this.#deps.session.current?.token) this.#begin(token, null);
  }

  /**
   * Takes over tokens that were got elsewhere, such as from OpenID Connect. With a refresh token the session is renewed by
   * it; without one it ends with its tokens.
   *
   * @throws {InputError} A token is missing, or no bearer that could be sent.
   */
  async setSession(tokens: TokenSet): Promise<void> {
    const { session, serverClock } = this.#deps;
    const { accessToken, idToken, refreshToken, expiresAt } = requireTokenSet(tokens);
    const { token, issuedAt, expiresAt: endsAt } = nativeTokens(idToken ?? accessToken, serverClock);
    await session.begin({
      token,
      accessToken: idToken === undefined ? null : accessToken,
      refreshToken: refreshToken ?? null,
      issuedAt,
      expiresAt: expiresAt?.getTime() ?? endsAt,
      renewal: refreshToken === undefined ? 'none' : 'refresh_token',
      assuranceLevel: 'aal1',
      amr: ['unknown'],
      user: null,
    });
  }

  /** Ends the session on this side without a request. `logout` also ends it at the server. */
  endSession(): void {
    void this.#deps.session.end('sign-out'); // a failed write raises the event storageFailed
  }

  // Storing never rejects: what fails is told by the event storageFailed.
  #begin(token: string, user: User | null): void {
    const { session, serverClock } = this.#deps;
    const tokens = nativeTokens(token, serverClock);
    void session.begin({ ...tokens, renewal: 'bearer', assuranceLevel: 'aal1', amr: ['unknown'], user });
  }
}
