import type { ServerClock } from '@sallyport/core/clock';
import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError, isSallyportError, NotSignedInError } from '@sallyport/core/errors';
import type { GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import type { SessionRenewal } from '@sallyport/core/sending';
import type { Session, SessionRecord } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import { nativeTokens } from '../../client/session/native-tokens.js';
import { type RefreshToken, refreshTokenOf } from '../../client/session/refresh-token.js';
import { requireTokenSet, type TokenSet } from '../../client/session/token-set.js';
import type { SecondFactorDemand } from './second-factor-demand.js';
import { goTrueSessionEndpoints, type SignOutScope } from './session.endpoints.js';

const Calls = /* @__PURE__ */ clientOf(goTrueSessionEndpoints);

/** Ports of the session calls. */
export interface GoTrueSessionCallsDeps {
  readonly session: Session<PortableUser>;
  readonly pendingSignIns: SecondFactorDemand;
  readonly renewal: SessionRenewal<PortableUser>;
  readonly request: RequestOptions;
  readonly serverClock: ServerClock;
  readonly unguardedWire: Wire;
  readonly signIn: {
    withFirstFactor(call: () => Promise<GoTrueTokenAnswer>): Promise<PortableUser>;
    withTokens(call: () => Promise<GoTrueTokenAnswer>): Promise<PortableUser>;
  };
}

/** Calls to the server about the session. */
export class GoTrueSessionCalls {
  readonly #deps: GoTrueSessionCallsDeps;
  readonly #calls: Methods<typeof goTrueSessionEndpoints>;

  constructor(deps: GoTrueSessionCallsDeps) {
    this.#deps = deps;
    this.#calls = new Calls(deps.unguardedWire);
  }

  /**
   * Trades the session's tokens for new ones. Callers at the same time share one request.
   *
   * @throws {NotSignedInError} There is no session.
   * @throws {SessionLostError} The server refuses to go on with it: sign in again.
   * @throws {MfaRequiredError} It was renewed, and a second factor is due.
   */
  async refreshToken(): Promise<RefreshToken> {
    const renewed = await this.#deps.renewal.renew(this.#deps.request.signal);
    this.#deps.pendingSignIns.assertMet();
    return refreshTokenOf(renewed);
  }

  /** Ends a session at the server. A session that the server has ended already is no error. */
  async reportSignOut(ended: SessionRecord<PortableUser>, scope: SignOutScope): Promise<void> {
    try {
      await this.#calls.logout(scope, await this.#bearerOf(ended));
    } catch (error) {
      if (!isEnded(error)) throw error;
    }
  }

  /** Ends the user's other sessions. */
  async signOutOthers(): Promise<void> {
    const { renewal, pendingSignIns, request } = this.#deps;
    const live = await renewal.live(request.signal);
    if (!live) throw new NotSignedInError({ message: 'No user is signed in', remedy: 'Sign in first.' });
    pendingSignIns.assertMet();
    await this.#calls.logout('others', live.token);
  }

  // The server ends no session by a token that has ended.
  async #bearerOf(ended: SessionRecord<PortableUser>): Promise<string> {
    const { session } = this.#deps;
    if (ended.refreshToken === null || !session.isOver(ended)) return ended.token;
    return (await this.#calls.refresh(ended.refreshToken)).access_token;
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
    const { signIn, serverClock } = this.#deps;
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

function isEnded(error: unknown): boolean {
  if (!isSallyportError(error)) return false;
  return error.kind === 'unauthenticated' || [401, 403, 404].includes(error.status ?? 0);
}
