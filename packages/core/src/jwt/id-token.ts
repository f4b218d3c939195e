import { encodeBase64Url } from '../crypto/base64url.js';
import { sha256 } from '../crypto/sha256.js';
import type { IdTokenClaims, TokenClaims, VerifiedClaims } from './claims.js';
import { refuse, wrongClaim } from './refusals.js';
import { typeOf } from './token-type.js';

/** What an ID token must agree with. */
export interface ExpectedIdToken {
  /** For whom it must be. */
  readonly clientId: string;
  /** What the authorization request carried. The token must have it where it was sent. */
  readonly nonce?: string | undefined;
  /** The access token that came along: compared with `at_hash` where that is there. */
  readonly accessToken?: string | undefined;
  /** The code that it was got for: compared with `c_hash` where that is there. */
  readonly code?: string | undefined;
  /** How long ago the user may have proved to be there, where that was asked. */
  readonly maxAgeSeconds?: number | undefined;
  /** The claims of the ID token that it takes the place of after a refresh. */
  readonly previous?: TokenClaims | undefined;
}

/** What belongs to an instant, in seconds since 1970. */
export interface JudgedAt {
  readonly now: number;
  readonly toleranceSeconds: number;
}

const OTHER_PURPOSES: ReadonlySet<string> = new Set(['at+jwt', 'logout+jwt', 'dpop+jwt', 'secevent+jwt']);

/**
 * Judges what is special about an ID token, once its signature, issuer and times are.
 *
 * @throws {TokenError} It is a token of another kind.
 * @throws {TokenClaimError} A claim is missing or wrong.
 * @see OpenID Connect Core sections 3.1.3.7, 3.3.2.11 and 12.2
 */
export function judgeIdToken(
  header: Readonly<Record<string, unknown>>,
  claims: VerifiedClaims,
  expected: ExpectedIdToken,
  { now, toleranceSeconds }: JudgedAt,
): IdTokenClaims {
  // A logout token without a type has this claim (OpenID Connect Back-Channel Logout section 2.4).
  if (OTHER_PURPOSES.has(typeOf(header)) || claims.events !== undefined) throw refuse('is no ID token');
  const { sub, amr, auth_time: authTime } = claims;
  if (typeof sub !== 'string' || sub === '') throw wrongClaim('sub', 'does not say whom it is about');
  judgeAudience(claims, expected.clientId);
  judgeNonce(claims, expected);
  judgeHash('at_hash', claims.at_hash, expected.accessToken);
  judgeHash('c_hash', claims.c_hash, expected.code);
  if (amr !== undefined && !isTexts(amr)) throw wrongClaim('amr', 'does not name its methods by texts');
  if (authTime !== undefined && !isInstant(authTime)) throw wrongClaim('auth_time', 'does not say when that was');
  const { maxAgeSeconds } = expected;
  if (maxAgeSeconds !== undefined) {
    const age = isInstant(authTime) ? now - authTime : Number.POSITIVE_INFINITY;
    if (age > maxAgeSeconds + toleranceSeconds) throw wrongClaim('auth_time', 'is about a sign-in too long ago');
  }
  if (expected.previous) judgeSuccession(claims, expected.previous);
  // Every member that the type promises was checked above; the mark itself exists in types only.
  return claims as IdTokenClaims;
}

/** @throws {TokenClaimError} Both are not about the same user (OpenID Connect Core section 5.3.2). */
export function assertSameSubject(userInfo: { readonly sub?: unknown }, claims: IdTokenClaims): void {
  if (userInfo?.sub !== claims.sub) throw wrongClaim('sub', 'and the user information are about different users');
}

function judgeAudience({ aud, azp }: TokenClaims, clientId: string): void {
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (!isTexts(audiences) || !audiences.includes(clientId)) throw wrongClaim('aud', 'is for somebody else');
  if (audiences.length > 1 && azp === undefined) throw wrongClaim('azp', 'is for several and says not for which');
  if (azp !== undefined && azp !== clientId) throw wrongClaim('azp', 'was issued to somebody else');
}

function judgeNonce({ nonce }: TokenClaims, { nonce: sent, previous }: ExpectedIdToken): void {
  if (sent !== undefined && nonce !== sent) throw wrongClaim('nonce', 'belongs to another sign-in');
  if (nonce !== undefined && typeof nonce !== 'string') throw wrongClaim('nonce', 'has something else for a text');
  const isOfAnother = previous !== undefined && nonce !== undefined && nonce !== previous.nonce;
  if (isOfAnother) throw wrongClaim('nonce', 'belongs to another sign-in');
}

function judgeHash(claim: 'at_hash' | 'c_hash', hash: unknown, hashed: string | undefined): void {
  if (hash === undefined || hashed === undefined) return;
  // Every algorithm that is allowed here hashes by SHA-256.
  if (hash !== encodeBase64Url(sha256(new TextEncoder().encode(hashed)).subarray(0, 16))) {
    throw wrongClaim(claim, 'does not belong to what it came with');
  }
}

function judgeSuccession({ iss, sub, aud }: VerifiedClaims, previous: TokenClaims): void {
  if (iss !== previous.iss) throw wrongClaim('iss', 'is from another issuer than the one before it');
  if (sub !== previous.sub) throw wrongClaim('sub', 'is about another user than the one before it');
  const audiences = (value: unknown): string => JSON.stringify([value].flat().sort());
  if (audiences(aud) !== audiences(previous.aud)) throw wrongClaim('aud', 'is for others than the one before it');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
