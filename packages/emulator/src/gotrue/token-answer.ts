import type { Account } from '../domain/accounts/account.types.js';
import { detailsOf } from '../domain/accounts/account-details.js';
import type { AssuredSession } from '../domain/assured-sessions/assured-session.types.js';
import { assuranceLevelOf, type Renewal } from '../domain/assured-sessions/assured-sessions.js';
import type { Domain } from '../domain/create-domain.js';
import type { Answer, Context } from '../http/context.js';
import { originOf } from '../http/origin.js';
import type { AssuredTokenSigner } from '../keys/assured-token-signer.js';
import { audit } from './audit.js';
import { userIdOf } from './user-id.js';
import { appMetadataOf, phoneOf, type UserView, userView } from './user-view.js';

/** A user's session, for which tokens are wanted. */
export interface SessionOfUser {
  readonly account: Account;
  readonly session: AssuredSession;
}

/** The tokens of a session. Its access token says what the session is at this moment. */
export interface BearerTokens {
  readonly access_token: string;
  readonly token_type: 'bearer';
  readonly expires_in: number;
  /** Seconds since 1970. */
  readonly expires_at: number;
  readonly refresh_token: string;
}

/** Makes the tokens of sessions, and the answers that carry them. */
export class TokenAnswers {
  readonly #domain: Domain;
  readonly #signer: AssuredTokenSigner;
  readonly #issuer: () => string;

  constructor(domain: Domain, signer: AssuredTokenSigner, issuer: () => string) {
    this.#domain = domain;
    this.#signer = signer;
    this.#issuer = issuer;
  }

  async tokensOf({ account, session }: SessionOfUser): Promise<BearerTokens> {
    const { assuredSessions, clock, settings } = this.#domain;
    const lifetime = settings().bearerLifetimeSeconds;
    const issuedAt = Math.floor(clock.now() / 1_000);
    const { audience, role, isAnonymous, userMetadata } = detailsOf(account);
    const claims = {
      iss: this.#issuer(),
      sub: userIdOf(account),
      aud: audience,
      exp: issuedAt + lifetime,
      iat: issuedAt,
      email: account.email ?? '',
      phone: phoneOf(account),
      app_metadata: appMetadataOf(account),
      user_metadata: userMetadata,
      role,
      aal: assuranceLevelOf(session),
      amr: session.methods.map(({ method, at }) => ({ method, timestamp: Math.floor(at / 1_000) })),
      session_id: session.id,
      is_anonymous: isAnonymous,
    };
    return {
      access_token: this.#signer.sign(claims),
      token_type: 'bearer',
      expires_in: lifetime,
      expires_at: issuedAt + lifetime,
      refresh_token: assuredSessions.refreshTokenOf(session),
    };
  }

  /**
   * Lets a user in who has shown one first factor.
   *
   * @param view - Shows the user in the answer.
   */
  signIn(
    c: Context,
    account: Account,
    method: string,
    { view = userView, ...extra }: { readonly view?: typeof userView; readonly weak_password?: unknown } = {},
  ): Promise<Answer> {
    const { applications, assuredSessions } = this.#domain;
    const opened = assuredSessions.open(account, originOf(c, applications.default.id), method);
    audit({ domain: this.#domain }, c, 'login', account);
    return this.#answer(c, opened, this.headersOf(opened), view(this.#domain, opened.account), extra);
  }

  /** Answers with the tokens of a session that was renewed. */
  renewed(c: Context, renewal: Renewal): Promise<Answer> {
    const { reuse } = renewal;
    const headers: Record<string, string> = {
      ...this.headersOf(renewal),
      ...(reuse === null ? { 'sb-auth-refresh-token-reuse': 'false' } : {}),
      ...(reuse?.length ? { 'sb-auth-refresh-token-reuse-cause': reuse.join(',') } : {}),
    };
    return this.#answer(c, renewal, headers, userView(this.#domain, renewal.account));
  }

  /** Answers with the tokens of a session that a second factor has raised. */
  raised(c: Context, of: SessionOfUser): Promise<Answer> {
    return this.#answer(c, of, {}, userView(this.#domain, of.account));
  }

  async #answer(
    c: Context,
    of: SessionOfUser,
    headers: Record<string, string>,
    user: UserView,
    extra: object = {},
  ): Promise<Answer> {
    return c.json({ ...(await this.tokensOf(of)), user, ...extra }, 200, headers);
  }

  /** What the headers of an answer tell about the session whose tokens it has. */
  headersOf({ account, session }: SessionOfUser): Record<string, string> {
    const token = this.#domain.assuredSessions.refreshTokenOf(session);
    return {
      'sb-auth-user-id': userIdOf(account),
      'sb-auth-session-id': session.id,
      ...(session.refreshFormat === 1
        ? { 'sb-auth-refresh-token-prefix': token.slice(0, 5) }
        : { 'sb-auth-refresh-token-counter': String(session.refreshCounter) }),
    };
  }
}
