import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { jest } from '@jest/globals';
import { ManualClock } from '../clock/index.js';
import { JwksCache } from './jwks-cache.js';
import { JwtVerifier, type JwtVerifierSettings } from './jwt-verifier.js';

// Tokens as an issuer signs them, and a verifier that knows its keys.

export const ISSUER = 'https://id.example/oidc';
export const NOW: number = Date.UTC(2026, 0, 1);
export const SECONDS: number = NOW / 1000;

export interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsa: Pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const otherRsa: Pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const ec: Pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const ed: Pair = generateKeyPairSync('ed25519');

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
export const jwk = ({ publicKey }: Pair, rest: object): object => ({ ...publicKey.export({ format: 'jwk' }), ...rest });

export const goodClaims = { iss: ISSUER, sub: 'ada', aud: 'app', iat: SECONDS - 600, exp: SECONDS + 3_600 };
export const goodHeader = { alg: 'RS256', typ: 'JWT', kid: 'rsa' };

export function issue(claims: object = goodClaims, header: object = goodHeader, { privateKey }: Pair = rsa): string {
  const body = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(body), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${body}.${signature.toString('base64url')}`;
}

const allKeys = [jwk(rsa, { kid: 'rsa' }), jwk(ec, { kid: 'ec' })];

export interface VerifierFixture {
  readonly verifier: JwtVerifier;
  readonly clock: ManualClock;
  readonly fetchJwks: jest.Mock<() => Promise<unknown>>;
}

/** A verifier at an instant that stands still, and what it fetches keys with. */
export function setUp(settings: Partial<JwtVerifierSettings> = {}, keys: readonly object[] = allKeys): VerifierFixture {
  const clock = new ManualClock(NOW);
  const fetchJwks = jest.fn(async (): Promise<unknown> => ({ keys }));
  const verifier = new JwtVerifier({ keys: new JwksCache(fetchJwks, clock), clock, issuer: ISSUER, ...settings });
  return { verifier, clock, fetchJwks };
}
