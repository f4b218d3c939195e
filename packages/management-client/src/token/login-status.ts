import {
  type Clock,
  clientOf,
  isSallyportError,
  JwksCache,
  JwtVerifier,
  type Methods,
  parseCompactToken,
  type TokenClaims,
  TokenError,
  type Wire,
} from '@sallyport/core';
import { tokenEndpoints } from './token.endpoints.js';

const Rows = clientOf(tokenEndpoints);

/** Whose tokens are judged. */
export interface LoginStatusSettings {
  readonly baseUrl: string;
  /** Set where the tokens come from elsewhere than `baseUrl`. */
  readonly issuer: string | undefined;
  readonly userPoolId: string | undefined;
  readonly clock: Clock;
}

/** Who a session token belongs to. */
export interface LoginStatus {
  /** The user's id. */
  id: string;
  userPoolId?: string;
  email?: string | null;
  phone?: string | null;
  username?: string | null;
  [claim: string]: unknown;
}

/**
 * Judges users' session tokens: RS256 and ES256 here, by the keys that the server publishes; about every other token
 * the server is asked. Nothing is believed because it could be decoded.
 */
export class LoginStatusCheck {
  readonly #rows: Methods<typeof tokenEndpoints>;
  readonly #settings: LoginStatusSettings;
  readonly #issuer: string;
  readonly #verifier: JwtVerifier;

  constructor(wire: Wire, settings: LoginStatusSettings) {
    const rows = new Rows(wire);
    this.#rows = rows;
    this.#settings = settings;
    this.#issuer = settings.issuer ?? `${settings.baseUrl}/oidc`;
    this.#verifier = new JwtVerifier({
      keys: new JwksCache(() => rows.jwks(), settings.clock),
      clock: settings.clock,
      issuer: this.#issuer,
    });
  }

  /** @returns `null` for a token that is not good: forged, expired, revoked where the server was asked, another pool's. */
  async judge(token: string, signal?: AbortSignal): Promise<LoginStatus | null> {
    const claims = await this.#claimsOf(token, signal);
    return claims && this.#read(claims);
  }

  async #claimsOf(token: string, signal: AbortSignal | undefined): Promise<TokenClaims | null> {
    try {
      return this.#isJudgedHere(token) ? await this.#verifier.verify(token, signal) : await this.#askServer(token);
    } catch (error) {
      if (error instanceof TokenError) return null;
      throw error;
    }
  }

  #isJudgedHere(token: string): boolean {
    if (token.split('.').length !== 3) return false; // opaque or encrypted: only the server can tell
    const { header, claims } = parseCompactToken(token);
    const isForeign = claims.iss !== this.#issuer && this.#settings.issuer === undefined;
    return (header.alg === 'RS256' || header.alg === 'ES256') && !isForeign;
  }

  async #askServer(token: string): Promise<TokenClaims | null> {
    try {
      return await this.#rows.validateToken(token);
    } catch (error) {
      if (isVerdict(error)) return null;
      throw error;
    }
  }

  #read(claims: TokenClaims): LoginStatus | null {
    const user = typeof claims.data === 'object' && claims.data !== null ? claims.data : {};
    const { id = claims.sub, userPoolId, ...rest } = user as Partial<LoginStatus>; // members are checked below
    if (typeof id !== 'string' || id === '') return null;
    const { userPoolId: own } = this.#settings;
    if (own !== undefined && typeof userPoolId === 'string' && userPoolId !== own) return null;
    return { ...rest, id, ...(typeof userPoolId === 'string' ? { userPoolId } : {}) };
  }
}

// A refusal below 500 is one. No answer, or a captive portal's, is none, and the caller has to hear of it.
function isVerdict(error: unknown): boolean {
  if (!isSallyportError(error) || error.kind === 'invalid-response' || error.retryable) return false;
  return error.status !== undefined && error.status < 500;
}
