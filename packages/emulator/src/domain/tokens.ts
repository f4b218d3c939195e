import type { Clock } from '@sallyport/core/clock';
import { Refusal } from './refusal.js';

/** What a token is good for. A token for one purpose is worthless for another. */
export type TokenUse = 'session' | 'access' | 'id' | 'mfa' | 'management' | PasswordResetUse;

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

/** What is wrong with a token on purpose, for tests of those who judge it. */
export interface TokenFlaws {
  /** Claims that are replaced, also those that the signer writes; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /**
   * `unknown`: signed with a key that is not published. `forged`: the same, under the name of the one that is.
   * `unnamed`: the right key, and no name. `none`: not signed at all.
   */
  readonly key?: 'unknown' | 'forged' | 'unnamed' | 'none' | undefined;
}

/** Signs tokens, and tells whether it signed one. Implemented in `keys`. */
export interface TokenSigner {
  sign(
    claims: TokenClaims,
    times: { readonly issuedAt: number; readonly expiresAt: number },
    flaws?: TokenFlaws,
  ): string;
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

  issue(claims: TokenClaims, lifetimeSeconds: number, flaws?: TokenFlaws): IssuedToken {
    const issuedAt = Math.floor(this.#clock.now() / 1_000);
    const expiresAt = issuedAt + lifetimeSeconds;
    return { token: this.#signer.sign(claims, { issuedAt, expiresAt }, flaws), issuedAt, expiresAt };
  }

  /**
   * Reads a token of one of these uses.
   *
   * @param options - Whether its end matters, which it does by default.
   * @throws {Refusal} It has expired; it is not ours, or not for this.
   */
  async read(
    token: string,
    uses: readonly TokenUse[],
    { mayHaveEnded = false }: { readonly mayHaveEnded?: boolean } = {},
  ): Promise<TokenClaims & { readonly iat: number; readonly exp: number }> {
    const claims = await this.#signer.open(token);
    if (!claims || !uses.includes(claims.use)) throw new Refusal('session-invalid', 'The token is invalid');
    if (!mayHaveEnded && claims.exp * 1_000 <= this.#clock.now())
      throw new Refusal('session-expired', 'The token has expired');
    return claims;
  }
}
