import type { Context } from 'hono';
import type { Account } from '../domain/accounts/account.types.js';
import { detailsOf } from '../domain/accounts/account-details.js';
import type { AssuredSession } from '../domain/assured-sessions/assured-session.types.js';
import { assuranceLevelOf, type ReuseCause } from '../domain/assured-sessions/assured-sessions.js';
import type { Domain } from '../domain/create-domain.js';
import { originOf } from '../http/origin.js';
import type { ServerEnv } from '../http/server-env.js';
import type { AssuredTokenSigner } from '../keys/assured-token-signer.js';
import { audit } from './audit.js';
import { userIdOf } from './user-id.js';
import { AUDIENCE, appMetadataOf, phoneOf, userView } from './user-view.js';

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
    const { role, isAnonymous, userMetadata } = detailsOf(account);
    const claims = {
      iss: this.#issuer(),
      sub: userIdOf(account),
      aud: AUDIENCE,
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
      access_token: await this.#signer.sign(claims),
      token_type: 'bearer',
      expires_in: lifetime,
      expires_at: issuedAt + lifetime,
      refresh_token: assuredSessions.refreshTokenOf(session),
    };
  }

  /** Lets a user in who has shown one first factor. */
  signIn(
    c: Context<ServerEnv>,
    account: Account,
    method: string,
    extra: { readonly weak_password?: unknown } = {},
  ): Promise<Response> {
    const { applications, assuredSessions } = this.#domain;
    const opened = assuredSessions.open(account, originOf(c, applications.default.id), method);
    audit({ domain: this.#domain }, c, 'login', account);
    return this.answer(c, opened, extra);
  }

  /**
   * Answers with the tokens of a session.
   *
   * @param reuse - Why a refresh token worked that had been used; `null` when it was its turn.
   */
  async answer(
    c: Context<ServerEnv>,
    of: SessionOfUser,
    { reuse, ...extra }: { readonly reuse?: ReuseCause | null; readonly weak_password?: unknown } = {},
  ): Promise<Response> {
    const tokens = await this.tokensOf(of);
    const headers: Record<string, string> = {
      'sb-auth-user-id': userIdOf(of.account),
      'sb-auth-session-id': of.session.id,
      'sb-auth-refresh-token-prefix': tokens.refresh_token.slice(0, 5),
      'sb-auth-refresh-token-counter': String(of.session.refreshCounter),
      ...(reuse === undefined ? {} : { 'sb-auth-refresh-token-rotated': String(reuse === null) }),
      ...(reuse ? { 'sb-auth-refresh-token-reuse': 'true', 'sb-auth-refresh-token-reuse-cause': reuse } : {}),
    };
    return c.json({ ...tokens, user: userView(this.#domain, of.account), ...extra }, 200, headers);
  }
}
