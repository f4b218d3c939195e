import type { AccessTokenClaims, VerifiedClaims } from './claims.js';
import { refuse, wrongClaim } from './refusals.js';
import { typeOf } from './token-type.js';

/** What an access token must agree with. */
export interface ExpectedAccessToken {
  /**
   * Takes tokens without the type `at+jwt`, for servers such as Authing's that write none. So that no ID token passes for
   * one, such a token must name its scope, and have nothing that only ID tokens have.
   */
  readonly allowUntyped?: boolean | undefined;
  /**
   * Accepts tokens for every audience where the verifier has none: any client of the issuer can then pass on the tokens
   * of its users.
   */
  readonly dangerouslyAllowAnyAudience?: boolean | undefined;
}

const ONLY_IN_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 'events'] as const;

/**
 * Judges what is special about an access token, once its signature, issuer, audience and times are.
 *
 * @throws {TokenError} It is a token of another kind.
 * @throws {TokenClaimError} It names no subject.
 * @see RFC 9068 section 4
 */
export function judgeAccessToken(
  header: Readonly<Record<string, unknown>>,
  claims: VerifiedClaims,
  { allowUntyped = false }: ExpectedAccessToken,
): AccessTokenClaims {
  const type = typeOf(header);
  const isTyped = type === 'at+jwt';
  const isUntyped = (type === '' || type === 'jwt') && typeof claims.scope === 'string';
  const isForSignIn = ONLY_IN_ID_TOKENS.some((name) => claims[name] !== undefined);
  if (!isTyped && !(allowUntyped && isUntyped && !isForSignIn)) {
    throw refuse('is no access token', 'Refuse it; allowUntyped takes those of servers that write no type.');
  }
  if (claims.sub === undefined) throw wrongClaim('sub', 'names no subject');
  // Every member that the type promises was checked; the mark itself exists in types only.
  return claims as AccessTokenClaims;
}
