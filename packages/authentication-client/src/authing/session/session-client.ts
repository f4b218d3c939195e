import {
  type ClientOf,
  clientOf,
  type RequestOptions,
  type ServerClock,
  type SessionRenewal,
  type User,
} from '@sallyport/core';
import { nativeTokens } from '../../client/session/issued-tokens.js';
import { refreshTokenOf } from '../../client/session/refresh-token.js';
import { requireUser, signedInUserId, verifiedUserId } from '../../client/session/signed-in-user.js';
import { requireBearer, requireTokenSet, type TokenSet } from '../../client/session/token-set.js';
import { type RefreshToken, sessionCalls, sessionEndpoints } from './session.endpoints.js';
import { type SignOutDeps, signOut } from './sign-out.js';

const SessionRows: ClientOf<typeof sessionEndpoints> = clientOf(sessionEndpoints);
const Calls = clientOf(sessionCalls);

/** Ports of the session calls. */
export interface SessionDeps extends SignOutDeps {
  readonly serverClock: ServerClock;
  readonly renewal: Pick<SessionRenewal<User>, 'renew'>;
  readonly request: RequestOptions;
  readonly pendingSignIns: { readonly current: unknown };
  readonly actsForToken: boolean;
}

/** The life of the session: who is signed in, for how much longer, and how it ends. */
export class SessionClient extends SessionRows {
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    super(deps.wire);
    this.#deps = deps;
  }

  /**
   * Trades the session's token for a new one. Callers at the same time share one request.
   *
   * @throws {NotSignedInError} There is no session.
   * @throws {UnauthenticatedError} The server does not know the token any more: sign in again.
   */
  async refreshToken(): Promise<RefreshToken> {
    return refreshTokenOf(await this.#deps.renewal.renew(this.#deps.request.signal));
  }

  /**
   * Signs out here at once, and then at the server. A sign-in or a renewal that is under way comes to nothing. A session
   * that the server has ended already is no error.
   *
   * @throws {NetworkError} The server did not hear of it; on this side the session is over all the same.
   */
  async logout(): Promise<void> {
    const { appId } = this.#deps.options;
    await signOut(this.#deps, (wire) => new Calls(wire).logout(appId));
  }

  /**
   * Leaves the second step of a sign-in. The session beside it stays, and so do other tabs. A verification in progress is
   * rejected with a `NotSignedInError`. Without a pending sign-in nothing happens.
   */
  async abandonSignIn(): Promise<void> {
    const { pendingSignIns, signIn } = this.#deps;
    if (pendingSignIns.current) signIn.overtake();
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
