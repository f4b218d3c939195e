import type { Clock } from '@sallyport/core';
import { Refusal } from './refusal.js';

/** What a token is good for. A token for one purpose is worthless for another. */
export type TokenUse = 'session' | 'mfa' | 'management' | PasswordResetUse;

/** What a token is good for that lets somebody replace a password at sign-in. */
export type PasswordResetUse = 'first-login' | 'force-reset';

/** What a token says, beside its times. */
export interface TokenClaims {
  readonly [claim: string]: unknown;
  readonly use: TokenUse;
  /** Whom it is for. Each use has audiences of its own. */
  readonly aud: string;
  readonly sub: string;
  readonly jti: string;
}

/** A token as it was issued; instants in seconds since 1970. */
export interface IssuedToken {
  readonly token: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Signs tokens, and tells whether it signed one. Implemented in `keys`. */
export interface TokenSigner {
  sign(claims: TokenClaims, times: { readonly issuedAt: number; readonly expiresAt: number }): Promise<string>;
  /** Resolves with the claims, whenever the token ends; with `null` for what this signer did not sign. */
  open(token: string): Promise<(TokenClaims & { readonly iat: number; readonly exp: number }) | null>;
}

/** Issues tokens that end, and reads them again. */
export class Tokens {
  readonly #signer: TokenSigner;
  readonly #clock: Clock;

  constructor(signer: TokenSigner, clock: Clock) {
    this.#signer = signer;
    this.#clock = clock;
  }

  async issue(claims: TokenClaims, lifetimeSeconds: number): Promise<IssuedToken> {
    const issuedAt = Math.floor(this.#clock.now() / 1_000);
    const expiresAt = issuedAt + lifetimeSeconds;
    return { token: await this.#signer.sign(claims, { issuedAt, expiresAt }), issuedAt, expiresAt };
  }

  /**
   * Reads a token of one of these uses.
   *
   * @throws {Refusal} It has expired; it is not ours, or not for this.
   */
  async read(
    token: string,
    uses: readonly TokenUse[],
  ): Promise<TokenClaims & { readonly iat: number; readonly exp: number }> {
    const claims = await this.#signer.open(token);
    if (!claims || !uses.includes(claims.use)) throw new Refusal('session-invalid', 'The token is invalid');
    if (claims.exp * 1_000 <= this.#clock.now()) throw new Refusal('session-expired', 'The token has expired');
    return claims;
  }
}
