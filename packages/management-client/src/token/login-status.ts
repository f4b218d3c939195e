import type { Clock } from '@sallyport/core/clock';
import { clientOf } from '@sallyport/core/endpoints';
import { isSallyportError, TokenClaimError, TokenError } from '@sallyport/core/errors';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import { type JwtVerifier, loadTokenJudging, parseCompactToken, type TokenClaims } from '@sallyport/core/jwt';
import type { Logger } from '@sallyport/core/logging';
import { tokenEndpoints } from './token.endpoints.js';

const Rows = clientOf(tokenEndpoints);

/** Whose tokens are judged. */
export interface LoginStatusSettings {
  readonly baseUrl: string;
  /** Set where the tokens come from elsewhere than `baseUrl`. */
  readonly issuer: string | undefined;
  readonly userPoolId: string | undefined;
  /** The application that tokens must be for. Without it, tokens of every application of the pool are accepted. */
  readonly appId: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
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
  readonly #wire: Wire;
  readonly #settings: LoginStatusSettings;
  readonly #issuer: string;
  #verifier: JwtVerifier | undefined;

  /** @param wire - One that needs no token, and has no options of a single call. */
  constructor(wire: Wire, settings: LoginStatusSettings) {
    this.#wire = wire;
    this.#settings = settings;
    this.#issuer = settings.issuer ?? `${settings.baseUrl}/oidc`;
  }

  /** @returns `null` for a token that is not good: forged, expired, not a session's, another pool's. */
  judge(token: string, request: RequestOptions): Promise<LoginStatus | null> {
    return this.#wire.with(request).within([token], async (wire, signal) => {
      const claims = await this.#claimsOf(token, wire, signal);
      return claims && this.#read(claims);
    });
  }

  async #claimsOf(token: string, wire: Wire, signal: AbortSignal): Promise<TokenClaims | null> {
    try {
      return this.#isJudgedHere(token)
        ? await (await this.#loadVerifier()).verify(token, signal)
        : await this.#ask(token, wire);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      // Who runs the server has to hear of a clock that is behind, or nobody can sign in and nothing says why.
      if (error instanceof TokenClaimError)
        this.#settings.logger.warn('A session token was refused', { reason: error.message });
      return null;
    }
  }

  async #loadVerifier(): Promise<JwtVerifier> {
    const { JwksCache, JwtVerifier } = await loadTokenJudging();
    const { clock } = this.#settings;
    this.#verifier ??= new JwtVerifier({
      keys: new JwksCache(() => new Rows(this.#wire).jwks(), clock),
      clock,
      issuer: this.#issuer,
    });
    return this.#verifier;
  }

  #isJudgedHere(token: string): boolean {
    if (token.split('.').length !== 3) return false; // opaque or encrypted: only the server can tell
    const { header, claims } = parseCompactToken(token);
    // Other types are for other purposes: an `mfaToken` is signed by the same key and is no session.
    const { typ = 'JWT' } = header;
    if (typeof typ !== 'string' || typ.toUpperCase() !== 'JWT') throw notASession();
    const isForeign = claims.iss !== this.#issuer && this.#settings.issuer === undefined;
    return (header.alg === 'RS256' || header.alg === 'ES256') && !isForeign;
  }

  async #ask(token: string, wire: Wire): Promise<TokenClaims | null> {
    try {
      const claims = await new Rows(wire).validateToken(token);
      const isOver = typeof claims?.exp === 'number' && claims.exp * 1000 < this.#settings.clock.now();
      return !claims || claims.active === false || isOver ? null : claims;
    } catch (error) {
      if (isVerdict(error)) return null;
      throw error;
    }
  }

  #read({ aud, data }: TokenClaims): LoginStatus | null {
    const { userPoolId: own, appId } = this.#settings;
    if (appId !== undefined && ![aud].flat().includes(appId)) return null;
    // What the vendor puts into a session's token; the token of a half-finished sign-in has a `stage` instead of an id.
    const user = { ...(data as Partial<LoginStatus> | null | undefined) }; // each member is looked at
    const { id, userPoolId, type = 'user', stage } = user;
    if (typeof id !== 'string' || id === '' || type !== 'user' || stage !== undefined) return null;
    if (own !== undefined && userPoolId !== undefined && userPoolId !== own) return null;
    return { ...user, id };
  }
}

function notASession(): TokenError {
  return new TokenError({ message: 'The token is not a session’s', remedy: 'Refuse it.' });
}

// A refusal below 500 is one. No answer, or a captive portal's, is none, and the caller has to hear of it.
function isVerdict(error: unknown): boolean {
  if (!isSallyportError(error) || error.kind === 'invalid-response' || error.retryable) return false;
  return error.status !== undefined && error.status < 500;
}
