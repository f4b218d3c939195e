import { createHmac, type KeyObject, sign } from 'node:crypto';
import type { TokenAlgorithm } from '../domain/settings/settings.js';

/** The header of a token that is signed. */
export interface JwtHeader {
  readonly alg: TokenAlgorithm;
  readonly typ: string;
  /** `undefined` is left out. */
  readonly kid?: string | undefined;
}

/** Signs claims as a compact JWT (RFC 7515, 7.1). */
export function signJwt(header: JwtHeader, claims: object, key: KeyObject): string {
  const input = `${encodeJson(header)}.${encodeJson(claims)}`;
  return `${input}.${signatureOf(Buffer.from(input), header.alg, key).toString('base64url')}`;
}

/** Encodes one part of a JWT. */
export function encodeJson(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function signatureOf(input: Buffer, algorithm: TokenAlgorithm, key: KeyObject): Buffer {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(input).digest();
  // Without effect on RSA. ES256 has the two numbers side by side (RFC 7518, 3.4).
  return sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' });
}
