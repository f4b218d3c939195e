import type { Clock } from '../clock/index.js';
import { TokenClaimError, TokenError, TokenExpiredError, TokenSignatureError } from '../errors/index.js';
import type { TokenClaims, VerifiedClaims } from './claims.js';
import { parseCompactToken } from './compact.js';
import type { Jwk, JwksCache } from './jwks-cache.js';

/** Signature algorithms that a JWKS can vouch for. A shared secret cannot stand in one. */
export type SignatureAlgorithm = 'RS256' | 'ES256';

/** How tokens are judged. */
export interface JwtVerifierSettings {
  readonly keys: JwksCache;
  readonly clock: Clock;
  /** Who may have issued the token, character by character. */
  readonly issuer: string;
  /** For whom it must be; by default that is not asked. */
  readonly audience?: string | undefined;
  /** Default: RS256 and ES256. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined;
  /** How far clocks may differ, in seconds. Default 60. */
  readonly toleranceSeconds?: number | undefined;
}

/** Judges tokens by the keys that their issuer publishes. Keys that a token brings along are not looked at. */
export class JwtVerifier {
  readonly #settings: JwtVerifierSettings;

  constructor(settings: JwtVerifierSettings) {
    this.#settings = settings;
  }

  /**
   * Checks form, algorithm, signature, issuer, audience and times.
   *
   * @throws {TokenSignatureError} No key of the issuer made the signature.
   * @throws {TokenExpiredError} Its time is over.
   * @throws {TokenClaimError} A claim is missing or wrong.
   * @throws {TokenError} It is not a token that could be judged.
   */
  async verify(token: string, signal?: AbortSignal): Promise<VerifiedClaims> {
    const { header, claims } = parseCompactToken(token);
    const algorithm = this.#algorithmOf(header);
    const { kid } = header;
    if (kid !== undefined && typeof kid !== 'string') throw refuse('names its key by something that is no text');
    const [key, ...others] = await this.#settings.keys.candidates(algorithm, kid, signal);
    if (!key || others.length > 0) {
      throw new TokenSignatureError({
        message: key
          ? 'The token does not say which of the issuer’s keys signed it'
          : 'No key of the issuer fits the token',
        remedy: 'Refuse it; when the issuer has just changed its keys, try again in half a minute.',
      });
    }
    await verifySignature(token, key, algorithm);
    return this.#judge(claims);
  }

  #algorithmOf(header: Readonly<Record<string, unknown>>): SignatureAlgorithm {
    const { algorithms = ['RS256', 'ES256'] } = this.#settings;
    const allowed = algorithms.find((algorithm) => algorithm === header.alg);
    if (!allowed) throw refuse('is signed with an algorithm that is not allowed');
    if ('crit' in header || 'b64' in header) throw refuse('demands an extension that is not understood');
    return allowed;
  }

  #judge(claims: TokenClaims): VerifiedClaims {
    const { issuer, audience, clock, toleranceSeconds = 60 } = this.#settings;
    const now = clock.now() / 1000;
    const { iss, aud, exp, iat, nbf } = claims;
    if (iss !== issuer) throw wrongClaim('iss', 'is from another issuer');
    if (audience !== undefined && aud !== audience && !(Array.isArray(aud) && aud.includes(audience))) {
      throw wrongClaim('aud', 'is for somebody else');
    }
    if (typeof exp !== 'number' || !Number.isFinite(exp)) throw wrongClaim('exp', 'does not say when it ends');
    if (typeof iat !== 'number' || !Number.isFinite(iat)) throw wrongClaim('iat', 'does not say when it was issued');
    if (now > exp + toleranceSeconds) {
      throw new TokenExpiredError({ message: 'The token has expired', remedy: 'Sign in again.' });
    }
    if (nbf !== undefined && !Number.isFinite(nbf)) throw wrongClaim('nbf', 'does not say when it begins');
    const start = Math.max(nbf ?? iat, iat);
    if (start > now + toleranceSeconds) {
      throw wrongClaim('iat', `begins ${Math.round(start - now)} s from now: the clock of this machine may be behind`);
    }
    // Every member that the type promises was checked above; the mark itself exists in types only.
    return claims as VerifiedClaims;
  }
}

async function verifySignature(token: string, jwk: Jwk, algorithm: SignatureAlgorithm): Promise<void> {
  if (jwk.kty === 'RSA' && !isStrongRsaKey(jwk)) {
    throw refuse('is signed with an RSA key of less than 2048 bits, or with an exponent that protects nothing');
  }
  const { compactVerify, importJWK } = await import('./jose-subset.js');
  try {
    const key = await importJWK({ ...jwk, key_ops: undefined }, algorithm);
    await compactVerify(token, key, { algorithms: [algorithm] });
  } catch {
    throw new TokenSignatureError({
      message: 'The signature of the token is not by the issuer',
      remedy: 'Refuse it.',
    });
  }
}

// RFC 7518 section 3.3. With the exponent 1 everybody can write a signature down.
function isStrongRsaKey({ n, e }: Jwk): boolean {
  const modulus = hexOf(n);
  const isLong = modulus.length > 512 || (modulus.length === 512 && modulus >= '8');
  return isLong && !/^[0-2]?$/.test(hexOf(e));
}

/** A number of a JWK in hexadecimal digits, without leading zeros; empty when it is none. */
function hexOf(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w-]+$/.test(value) || value.length % 4 === 1) return '';
  const bytes = Array.from(atob(value.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
  return bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^0+/, '');
}

function refuse(problem: string): TokenError {
  return new TokenError({ message: `The token ${problem}`, remedy: 'Refuse it.' });
}

function wrongClaim(claim: string, problem: string): TokenClaimError {
  return new TokenClaimError({ message: `The token ${problem} (${claim})`, remedy: 'Refuse it.' });
}
