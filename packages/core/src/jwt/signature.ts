import { decodeBase64 } from '../crypto/base64.js';
import { TokenSignatureError } from '../errors/index.js';
import { lazy } from '../loading/lazy.js';
import type { SignatureAlgorithm } from './algorithms.js';
import { signedPartsOf } from './compact.js';
import type { Jwk } from './jwks-cache.js';
import { refuse } from './refusals.js';

type Jose = typeof import('./jose-subset.js');

/** A public key, or the shared secret of HS256. */
export type VerificationKey = Jwk | Uint8Array<ArrayBuffer>;

const loadJose = /* @__PURE__ */ lazy(() => import('./jose-subset.js'));

// WebCrypto's names (RFC 7518 section 3.1, RFC 8037 section 3.1). The salt is as long as the digest (RFC 7518 section 3.5).
const PARAMETERS: Readonly<Record<SignatureAlgorithm, EcdsaParams | RsaPssParams | HmacImportParams | Algorithm>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
  PS256: { name: 'RSA-PSS', saltLength: 32 },
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
  HS256: { name: 'HMAC', hash: 'SHA-256' },
};

/** Verifies signatures. Each key is imported once for as long as its set is kept. */
export class SignatureCheck {
  // WebCrypto binds a key to one algorithm. `null` stands for a broken key.
  readonly #imported = new WeakMap<VerificationKey, Map<SignatureAlgorithm, Promise<CryptoKey | null>>>();

  /**
   * Verifies the signature of a token that `parseCompactToken` accepted.
   *
   * @throws {TokenSignatureError} The key did not make the signature.
   * @throws {TokenError} The key is too weak to prove anything.
   */
  async verify(token: string, key: VerificationKey, algorithm: SignatureAlgorithm): Promise<void> {
    if (!globalThis.crypto?.subtle) {
      const remedy = 'Serve the page by https.';
      throw refuse('cannot be judged here: browsers have no WebCrypto on pages of plain http', remedy);
    }
    const imported = await this.#import(await loadJose(), key, algorithm);
    if (imported && (await isSignedBy(imported, token, algorithm))) return;
    throw new TokenSignatureError({
      message: 'The signature of the token is not by the issuer',
      remedy: 'Refuse it.',
    });
  }

  #import(jose: Jose, key: VerificationKey, algorithm: SignatureAlgorithm): Promise<CryptoKey | null> {
    const keys = this.#imported.get(key) ?? new Map<SignatureAlgorithm, Promise<CryptoKey | null>>();
    const known = keys.get(algorithm);
    if (known) return known;
    const imported = importKey(jose, key, algorithm);
    this.#imported.set(key, keys.set(algorithm, imported));
    return imported;
  }
}

async function isSignedBy(key: CryptoKey, token: string, algorithm: SignatureAlgorithm): Promise<boolean> {
  const { data, signature } = signedPartsOf(token);
  try {
    return await crypto.subtle.verify(PARAMETERS[algorithm], key, signature, data);
  } catch {
    return false; // Some runtimes reject a signature of a wrong length.
  }
}

/** @throws {TokenError} The key is too weak to prove anything. */
async function importKey(
  { importJWK }: Jose,
  key: VerificationKey,
  algorithm: SignatureAlgorithm,
): Promise<CryptoKey | null> {
  if (key instanceof Uint8Array) return crypto.subtle.importKey('raw', key, PARAMETERS[algorithm], false, ['verify']);
  if (key.kty === 'RSA' && !isStrongRsaKey(key)) {
    throw refuse('is signed with an RSA key of less than 2048 bits, or with an exponent that protects nothing');
  }
  try {
    // The cache checked the operations, and some servers list more of them than WebCrypto accepts.
    const imported = await importJWK({ ...key, key_ops: undefined }, algorithm);
    return imported instanceof Uint8Array ? null : imported;
  } catch {
    return null;
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
  return Array.from(decodeBase64(value), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^0+/, '');
}
