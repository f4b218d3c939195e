import { encodeBase64Url } from '../crypto/base64url.js';
import { sha256 } from '../crypto/sha256.js';
import { encodeUtf8 } from '../crypto/utf8.js';
import type { IdTokenClaims, TokenClaims, VerifiedClaims } from './claims.js';
import { isInstant } from './instants.js';
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

// Every other type is a token for another purpose (RFC 8725 section 3.11).
const TYPES: ReadonlySet<string> = new Set(['', 'jwt', 'id+jwt']);

/**
 * Judges what is special about an ID token, once its signature, issuer and times are.
 *
 * @throws {TokenError} It is a token of another kind.
 * @throws {TokenClaimError} A claim is missing or wrong.
 * @see OpenID Connect Core sections 3.1.3.7, 3.3.2.11 and 12.2
 */
export async function judgeIdToken(
  header: Readonly<Record<string, unknown>>,
  claims: VerifiedClaims,
  expected: ExpectedIdToken,
  { now, toleranceSeconds }: JudgedAt,
): Promise<IdTokenClaims> {
  // A logout token without a type has this claim (OpenID Connect Back-Channel Logout section 2.4).
  if (!TYPES.has(typeOf(header)) || claims.events !== undefined) throw refuse('is no ID token');
  const { sub, amr, auth_time: authTime } = claims;
  if (sub === undefined) throw wrongClaim('sub', 'names no subject');
  judgeAudience(claims, expected.clientId);
  judgeNonce(claims, expected);
  await judgeHash('at_hash', claims, expected.accessToken, header.alg);
  await judgeHash('c_hash', claims, expected.code, header.alg);
  if (amr !== undefined && !isTexts(amr)) throw wrongClaim('amr', 'does not name its methods by texts');
  if (authTime !== undefined && !(isInstant(authTime) && authTime <= now + toleranceSeconds)) {
    throw wrongClaim('auth_time', 'has no past instant for the time of the sign-in');
  }
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

/** The audiences of a token: none where the claim is neither a text nor a list of texts. */
export function audiencesOf(aud: unknown): readonly string[] {
  if (typeof aud === 'string') return [aud];
  return isTexts(aud) ? aud : [];
}

function judgeAudience({ aud, azp }: TokenClaims, clientId: string): void {
  const audiences = audiencesOf(aud);
  if (!audiences.includes(clientId)) throw wrongClaim('aud', 'is for somebody else');
  if (audiences.length > 1 && azp === undefined) throw wrongClaim('azp', 'is for several and says not for which');
  if (azp !== undefined && azp !== clientId) throw wrongClaim('azp', 'was issued to somebody else');
}

function judgeNonce({ nonce }: TokenClaims, { nonce: sent, previous }: ExpectedIdToken): void {
  if (sent !== undefined && nonce !== sent) throw wrongClaim('nonce', 'belongs to another sign-in');
  if (nonce !== undefined && typeof nonce !== 'string') throw wrongClaim('nonce', 'has something else for a text');
  const isOfAnother = previous !== undefined && nonce !== undefined && nonce !== previous.nonce;
  if (isOfAnother) throw wrongClaim('nonce', 'belongs to another sign-in');
}

async function judgeHash(
  claim: 'at_hash' | 'c_hash',
  { [claim]: hash }: TokenClaims,
  hashed: string | undefined,
  algorithm: unknown,
): Promise<void> {
  if (hash === undefined || hashed === undefined) return;
  const bytes = encodeUtf8(hashed);
  // Ed25519 hashes by SHA-512 (RFC 8032 section 5.1), every other allowed algorithm by SHA-256.
  const digest = algorithm === 'EdDSA' ? await sha512(bytes) : sha256(bytes);
  if (hash !== encodeBase64Url(digest.subarray(0, digest.length / 2))) {
    throw wrongClaim(claim, 'does not belong to what it came with');
  }
}

async function sha512(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-512', bytes));
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
