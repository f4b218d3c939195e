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
declare const purpose: unique symbol;

/** Claims whose signature, issuer and times were checked. Nothing else can be passed where these are asked for. */
export interface VerifiedClaims extends TokenClaims {
  readonly iss: string;
  readonly exp: number;
  readonly iat: number;
  readonly [verified]: true;
}

/** Who signed in, for this client to know: claims of a verified ID token (OpenID Connect Core section 2). */
export interface IdTokenClaims extends VerifiedClaims {
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly nonce?: string;
  /** How the user proved to be there, by the names of RFC 8176. */
  readonly amr?: readonly string[];
  /** When that was, in seconds since 1970. */
  readonly auth_time?: number;
  readonly [purpose]: 'id-token';
}

/** What somebody may call an API with: claims of a verified access token (RFC 9068). */
export interface AccessTokenClaims extends VerifiedClaims {
  readonly sub: string;
  readonly [purpose]: 'access-token';
}

/** Claims that anybody can have written. Good for showing and for timing, never for deciding. */
export interface UnverifiedClaims extends TokenClaims {
  readonly unverified: true;
}
