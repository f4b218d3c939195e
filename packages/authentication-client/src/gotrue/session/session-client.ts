import { clientOf, InputError, isSallyportError, NotSignedInError, type PortableUser } from '@sallyport/core';
import type { RefreshToken } from '../../session/session.endpoints.js';
import { signedInUserId } from '../../session/signed-in-user.js';
import { requireTokenSet, type TokenSet } from '../../session/token-set.js';
import type { GoTrueContext } from '../client/gotrue-context.js';
import { goTrueSessionEndpoints, type SignOutScope } from './session.endpoints.js';

const Calls = clientOf(goTrueSessionEndpoints);
const SCOPES: readonly unknown[] = ['global', 'local', 'others'];

/** The life of the session: who is signed in, for how much longer, and how it ends. */
export class GoTrueSessionClient {
  readonly #context: GoTrueContext;

  constructor(context: GoTrueContext) {
    this.#context = context;
  }

  /**
   * Trades the session's tokens for new ones. Callers at the same time share one request.
   *
   * @throws {NotSignedInError} There is no session.
   * @throws {SessionLostError} The server refuses to go on with it: sign in again.
   */
  async refreshToken(): Promise<RefreshToken> {
    const { token, issuedAt, expiresAt } = await this.#context.renewal.renew(this.#context.request.signal);
    return { token, iat: Math.floor(issuedAt / 1000), exp: expiresAt === null ? null : Math.floor(expiresAt / 1000) };
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
    const { session, renewal, signIn, unguardedWire } = this.#context;
    if (scope === 'others') {
      const live = await renewal.live(this.#context.request.signal);
      if (!live) throw new NotSignedInError({ message: 'Nobody is signed in', remedy: 'Sign in first.' });
      await new Calls(unguardedWire).logout(scope, live.token);
      return;
    }
    signIn.overtake();
    await session.ready();
    const { current } = session;
    await session.end('sign-out');
    if (!current) return;
    try {
      await new Calls(unguardedWire).logout(scope, current.token);
    } catch (error) {
      if (!isSallyportError(error) || ![401, 403, 404].includes(error.status ?? 0)) throw error;
    }
  }

  /**
   * Tells who is signed in, as far as this side knows. The server is not asked, and no token is judged.
   *
   * @returns The user's id.
   * @throws {NotSignedInError} Nobody is.
   */
  checkLoggedIn(): string {
    return signedInUserId(this.#context.session.current);
  }

  /**
   * Takes over tokens that were got elsewhere. The server is asked whose they are.
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
    const endsAt = expiresAt === undefined ? {} : { expires_at: Math.floor(expiresAt.getTime() / 1000) };
    const { signIn, unguardedWire } = this.#context;
    return signIn.withFirstFactor(async () => ({
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: 0,
      ...endsAt,
      user: await new Calls(unguardedWire).userOf(accessToken),
    }));
  }
}
