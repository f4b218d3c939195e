import type { ServerClock, User } from '@sallyport/core';
import { nativeTokens } from '../../client/session/issued-tokens.js';
import { requireUser, signedInUserId, verifiedUserId } from '../../client/session/signed-in-user.js';
import { requireBearer, requireTokenSet, type TokenSet } from '../../client/session/token-set.js';
import { type SignOutDeps, type SignOutReporting, signOutHere } from './sign-out.js';

/** Ports of the session on this side. */
export interface SessionDeps extends SignOutDeps {
  readonly serverClock: ServerClock;
  /** Whether the session is that of a token passed to `as`, which may be an attacker's. */
  readonly actsForToken: boolean;
}

/** The session on this side: its user, its tokens, and its end. Its code is there from the first paint on. */
export class SessionClient {
  readonly #deps: SessionDeps;
  readonly #report: SignOutReporting;

  constructor(deps: SessionDeps, report: SignOutReporting) {
    this.#deps = deps;
    this.#report = report;
  }

  /**
   * Signs out here at once, and then at the server. A sign-in or a renewal in progress does not restore the session. A
   * session that the server has ended already is no error.
   *
   * @throws {NetworkError} The server was not reached; on this side the session has ended all the same.
   */
  async logout(): Promise<void> {
    await this.#report.report(await signOutHere(this.#deps), 'logout');
  }

  /**
   * Signs out here at once, and then ends the sessions of this device at the server. A session that the server has ended
   * already is no error.
   *
   * @throws {NetworkError} The server was not reached; on this side the session has ended all the same.
   */
  async logoutCurrent(): Promise<void> {
    await this.#report.report(await signOutHere(this.#deps), 'logoutCurrent');
  }

  /**
   * Leaves the second step of a sign-in. The session beside it stays, and so do other tabs. A verification in progress is
   * rejected with a `NotSignedInError`. Without a pending sign-in nothing happens.
   */
  async abandonSignIn(): Promise<void> {
    const { pendingSignIns, start } = this.#deps;
    if (!pendingSignIns.current) return;
    start.overtake();
    pendingSignIns.abandon();
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

  // Storing never rejects: what fails is told by the event storageFailed.
  #begin(token: string, user: User | null): void {
    const { session, serverClock } = this.#deps;
    const tokens = nativeTokens(token, serverClock);
    void session.begin({ ...tokens, renewal: 'bearer', assuranceLevel: 'aal1', amr: ['unknown'], user });
  }
}
