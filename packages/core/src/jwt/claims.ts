/** The claims of a JSON Web Token (RFC 7519 section 4.1), and whatever else is in it. */
export interface TokenClaims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  /** When it ends, in seconds since 1970. */
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string;
  readonly [name: string]: unknown;
}

declare const verified: unique symbol;

/** Claims whose signature, issuer and times were checked. Nothing else can be passed where these are asked for. */
export interface VerifiedClaims extends TokenClaims {
  readonly iss: string;
  readonly exp: number;
  readonly iat: number;
  readonly [verified]: true;
}

/** Claims that anybody can have written. Good for showing and for timing, never for deciding. */
export interface UnverifiedClaims extends TokenClaims {
  readonly unverified: true;
}
