import { decodeBase64 } from '../crypto/base64.js';
import { decodeUtf8, encodeUtf8 } from '../crypto/utf8.js';
import { TokenError } from '../errors/index.js';
import { isNestedTooDeeply } from '../http/nesting.js';
import type { TokenClaims, UnverifiedClaims } from './claims.js';
import { hasDuplicateMembers } from './duplicate-members.js';

const LONGEST_TOKEN = 64 * 1024;

/** A token taken apart in its one strict form (RFC 7515 section 7.1). Nothing in it is believed yet. */
export interface CompactToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: TokenClaims;
}

/**
 * Takes a compact token apart.
 *
 * @throws {TokenError} It is not three canonical base64url segments of which the first two are JSON objects.
 */
export function parseCompactToken(token: string): CompactToken {
  const segments = segmentsOf(token);
  if (segments.length === 5) throw malformed('is encrypted, and encrypted tokens are not enabled');
  const [header, claims, signature] = segments;
  if (segments.length !== 3 || !header || !claims || signature === undefined) throw malformed('is not a signed JWT');
  assertCanonical(signature);
  return { header: parseObject(header), claims: parseObject(claims) };
}

/** The bytes that the signature of a parsed token covers, and the signature. */
export function signedPartsOf(token: string): Readonly<Record<'data' | 'signature', Uint8Array<ArrayBuffer>>> {
  const end = token.lastIndexOf('.');
  return { data: encodeUtf8(token.slice(0, end)), signature: decodeSegment(token.slice(end + 1)) };
}

/**
 * Reads the header of an encrypted token (RFC 7516 section 7.1).
 *
 * @throws {TokenError} It is not five canonical base64url segments of which the first is a JSON object.
 */
export function parseEncryptedHeader(token: string): Readonly<Record<string, unknown>> {
  const [header, ...rest] = segmentsOf(token);
  if (!header || rest.length !== 4) throw malformed('is not an encrypted JWT');
  for (const segment of rest) assertCanonical(segment);
  return parseObject(header);
}

/** Whether a token has the form of an encrypted one. */
export function isEncrypted(token: string): boolean {
  return segmentsOf(token).length === 5;
}

function segmentsOf(token: string): readonly string[] {
  if (typeof token !== 'string' || token === '') throw malformed('is not a string');
  if (token.length > LONGEST_TOKEN) throw malformed('is longer than 64 kB');
  return token.split('.', 6);
}

/** Reads the claims of a token without judging it; `null` when it is no JWT. */
export function decodeUnverified(token: string): UnverifiedClaims | null {
  try {
    return { ...parseCompactToken(token).claims, unverified: true };
  } catch {
    return null;
  }
}

function parseObject(segment: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    const json = decodeUtf8(decodeSegment(segment));
    value = isNestedTooDeeply(json) ? undefined : JSON.parse(json);
    if (hasDuplicateMembers(json, value)) value = undefined;
  } catch {
    throw malformed('does not hold JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('does not hold an object');
  return value as Readonly<Record<string, unknown>>; // an object of unknown members, as just checked
}

// The last character may carry spare bits; only zeros there give each token one spelling.
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

function assertCanonical(segment: string): void {
  if (!CANONICAL.test(segment)) throw malformed('is not canonical base64url');
}

function decodeSegment(segment: string): Uint8Array<ArrayBuffer> {
  assertCanonical(segment);
  return decodeBase64(segment);
}

function malformed(problem: string): TokenError {
  return new TokenError({ message: `The token ${problem}`, remedy: 'Refuse it; sign in again.' });
}
