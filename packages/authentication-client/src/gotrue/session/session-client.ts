import { InputError, type PortableUser, type Session } from '@sallyport/core';
import type { RefreshToken } from '../../client/session/refresh-token.js';
import type { SessionStart } from '../../client/session/session-start.js';
import { signedInUserId, verifiedUserId } from '../../client/session/signed-in-user.js';
import type { TokenSet } from '../../client/session/token-set.js';
import type { SecondFactorDemand } from './second-factor-demand.js';
import type { SignOutScope } from './session.endpoints.js';
import type { GoTrueSessionCalls } from './session-calls.js';

const SCOPES: readonly unknown[] = ['global', 'local', 'others'];

/** Ports of the session on this side. */
export interface GoTrueSessionDeps {
  readonly session: Session<PortableUser>;
  readonly start: Pick<SessionStart, 'overtake'>;
  readonly pendingSignIns: SecondFactorDemand;
  /** Whether the session is that of a token passed to `as`, which may be an attacker's. */
  readonly actsForToken: boolean;
}

/** The session on this side: its user, its tokens, and its end. Its code is there from the first paint on. */
export class GoTrueSessionClient {
  readonly #deps: GoTrueSessionDeps;
  readonly #calls: SessionCalls;

  constructor(deps: GoTrueSessionDeps, calls: SessionCalls) {
    this.#deps = deps;
    this.#calls = calls;
  }

  /**
   * Trades the session's tokens for new ones. Callers at the same time share one request.
   *
   * @throws {NotSignedInError} There is no session.
   * @throws {SessionLostError} The server refuses to go on with it: sign in again.
   * @throws {MfaRequiredError} It was renewed, and a second factor is due.
   */
  refreshToken(): Promise<RefreshToken> {
    return this.#calls.refreshToken();
  }

  /**
   * Signs out here at once, and then at the server, which ends this session alone. A sign-in or a renewal that is under
   * way comes to nothing. A session that the server has ended already is no error.
   *
   * @throws {NetworkError} The server did not hear of it; on this side the session is over all the same.
   */
  async logout(): Promise<void> {
    await this.signOut({ scope: 'local' });
  }

  /**
   * Leaves the second step of a sign-in, which is the session itself on this server: that session ends, and no other one
   * of the user. Without a pending sign-in nothing happens.
   *
   * @throws {NetworkError} The server did not receive the call; on this side the sign-in has ended.
   */
  async abandonSignIn(): Promise<void> {
    const { session, pendingSignIns } = this.#deps;
    await session.ready();
    if (pendingSignIns.current) await this.logout();
  }

  /**
   * Signs out.
   *
   * @param options - `scope`: `global` ends all of the user's sessions, and is the default; `local` this one; `others` all
   * but this one, and then nothing changes here.
   * @throws {NetworkError} The server did not hear of it; on this side the session is over all the same.
   */
  async signOut(options: { readonly scope?: SignOutScope | undefined } = {}): Promise<void> {
    const { scope = 'global' } = options ?? {};
    if (!SCOPES.includes(scope)) {
      throw new InputError({ message: 'scope must be "global", "local" or "others"', remedy: 'Leave it out for all.' });
    }
    if (scope === 'others') return this.#calls.signOutOthers();
    const { session, start } = this.#deps;
    start.overtake();
    await session.ready();
    const { current } = session;
    await session.end('sign-out');
    if (current) await this.#calls.reportSignOut(current, scope);
  }

  /**
   * The user who is signed in, as far as this side knows. Sends nothing and verifies no token. A client from
   * `as({ token })` answers only after `getCurrentUser`, because the token may be an attacker's.
   *
   * @returns The user's id.
   * @throws {NotSignedInError} No user is signed in, or the token was not verified.
   * @throws {MfaRequiredError} Somebody is in part: a second factor is due.
   */
  checkLoggedIn(): string {
    const { session, pendingSignIns, actsForToken } = this.#deps;
    session.catchUp();
    pendingSignIns.assertMet();
    return actsForToken ? verifiedUserId(session.current) : signedInUserId(session.current);
  }

  /**
   * Takes over tokens that were got elsewhere. The server is asked whose they are; where the access token has ended, the
   * refresh token is traded at once.
   *
   * @param tokens - `accessToken` and `refreshToken`.
   * @throws {InputError} A token is missing, or no bearer that could be sent.
   * @throws {MfaRequiredError} The user has a second factor that these tokens were not got with.
   */
  setSession(tokens: TokenSet): Promise<PortableUser> {
    return this.#calls.setSession(tokens);
  }
}

type SessionCalls = Pick<GoTrueSessionCalls, 'refreshToken' | 'setSession' | 'reportSignOut' | 'signOutOthers'>;
