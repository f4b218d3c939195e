import {
  clientOf,
  InputError,
  isSallyportError,
  type Methods,
  NotSignedInError,
  type PortableUser,
  type SessionRecord,
} from '@sallyport/core';
import type { RefreshToken } from '../../authing/session/session.endpoints.js';
import { nativeTokens } from '../../client/session/issued-tokens.js';
import { refreshTokenOf } from '../../client/session/refresh-token.js';
import { signedInUserId, verifiedUserId } from '../../client/session/signed-in-user.js';
import { requireTokenSet, type TokenSet } from '../../client/session/token-set.js';
import type { GoTrueContext } from '../gotrue-context.js';
import { goTrueSessionEndpoints, type SignOutScope } from './session.endpoints.js';

const Calls = clientOf(goTrueSessionEndpoints);
const SCOPES: readonly unknown[] = ['global', 'local', 'others'];

/** The life of the session: who is signed in, for how much longer, and how it ends. */
export class GoTrueSessionClient {
  readonly #context: GoTrueContext;
  readonly #calls: Methods<typeof goTrueSessionEndpoints>;

  constructor(context: GoTrueContext) {
    this.#context = context;
    this.#calls = new Calls(context.unguardedWire);
  }

  /**
   * Trades the session's tokens for new ones. Callers at the same time share one request.
   *
   * @throws {NotSignedInError} There is no session.
   * @throws {SessionLostError} The server refuses to go on with it: sign in again.
   * @throws {MfaRequiredError} It was renewed, and a second factor is due.
   */
  async refreshToken(): Promise<RefreshToken> {
    const renewed = await this.#context.renewal.renew(this.#context.request.signal);
    this.#context.pendingSignIns.assertMet();
    return refreshTokenOf(renewed);
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
    const { session, pendingSignIns } = this.#context;
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
    if (scope === 'others') return this.#signOutOthers();
    const { session, signIn } = this.#context;
    signIn.overtake();
    await session.ready();
    const { current } = session;
    await session.end('sign-out');
    if (!current) return;
    try {
      await this.#calls.logout(scope, await this.#bearerOf(current));
    } catch (error) {
      if (!isOverThere(error)) throw error;
    }
  }

  async #signOutOthers(): Promise<void> {
    const { renewal, pendingSignIns, request } = this.#context;
    const live = await renewal.live(request.signal);
    if (!live) throw new NotSignedInError({ message: 'Nobody is signed in', remedy: 'Sign in first.' });
    pendingSignIns.assertMet();
    await this.#calls.logout('others', live.token);
  }

  // The server ends no session by a token that has ended.
  async #bearerOf(ended: SessionRecord<PortableUser>): Promise<string> {
    const { session } = this.#context;
    if (ended.refreshToken === null || !session.isOver(ended)) return ended.token;
    return (await this.#calls.refresh(ended.refreshToken)).access_token;
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
    const { session, pendingSignIns, actsForToken } = this.#context;
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
  async setSession(tokens: TokenSet): Promise<PortableUser> {
    const { accessToken, refreshToken, expiresAt } = requireTokenSet(tokens);
    if (refreshToken === undefined) {
      throw new InputError({ message: 'refreshToken is missing', remedy: 'Pass both, or use client.as({ token }).' });
    }
    const { signIn, serverClock } = this.#context;
    const end = expiresAt?.getTime() ?? nativeTokens(accessToken, serverClock).expiresAt ?? Number.POSITIVE_INFINITY;
    if (end <= serverClock.now()) return signIn.withFirstFactor(() => this.#calls.refresh(refreshToken));
    const endsAt = expiresAt === undefined ? {} : { expires_at: Math.floor(expiresAt.getTime() / 1000) };
    return signIn.withTokens(async () => ({
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: 0,
      ...endsAt,
      user: await this.#calls.userOf(accessToken),
    }));
  }
}

// That the session has ended there already is what was wanted.
function isOverThere(error: unknown): boolean {
  if (!isSallyportError(error)) return false;
  return error.kind === 'unauthenticated' || [401, 403, 404].includes(error.status ?? 0);
}
