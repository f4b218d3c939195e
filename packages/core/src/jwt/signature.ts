import { TokenSignatureError } from '../errors/index.js';
import { lazy } from '../loading/lazy.js';
import type { PublicKeyAlgorithm, SignatureAlgorithm } from './algorithms.js';
import type { Jwk } from './jwks-cache.js';
import { refuse } from './refusals.js';

type Jose = typeof import('./jose-subset.js');
type ImportedKey = Parameters<Jose['compactVerify']>[1];

const loadJose = /* @__PURE__ */ lazy(() => import('./jose-subset.js'));

/** Verifies signatures. Each public key is read once for as long as its set is kept. */
export class SignatureCheck {
  readonly #imported = new WeakMap<Jwk, Map<PublicKeyAlgorithm, Promise<ImportedKey>>>();

  /** @throws {TokenError} The signature is not by this key, or the key protects nothing. */
  async byPublicKey(token: string, jwk: Jwk, algorithm: PublicKeyAlgorithm): Promise<void> {
    if (jwk.kty === 'RSA' && !isStrongRsaKey(jwk)) {
      throw refuse('is signed with an RSA key of less than 2048 bits, or with an exponent that protects nothing');
    }
    await this.#verify(token, algorithm, (jose) => this.#import(jose, jwk, algorithm));
  }

  /** @throws {TokenError} The signature is not by this secret. */
  async bySecret(token: string, secret: Uint8Array): Promise<void> {
    await this.#verify(token, 'HS256', async () => secret);
  }

  async #verify(
    token: string,
    algorithm: SignatureAlgorithm,
    keyOf: (jose: Jose) => Promise<ImportedKey>,
  ): Promise<void> {
    if (!globalThis.crypto?.subtle) {
      const remedy = 'Serve the page by https.';
      throw refuse('cannot be judged here: browsers have no WebCrypto on pages of plain http', remedy);
    }
    const jose = await loadJose();
    try {
      await jose.compactVerify(token, await keyOf(jose), { algorithms: [algorithm] });
    } catch {
      throw new TokenSignatureError({
        message: 'The signature of the token is not by the issuer',
        remedy: 'Refuse it.',
      });
    }
  }

  #import(jose: Jose, jwk: Jwk, algorithm: PublicKeyAlgorithm): Promise<ImportedKey> {
    const keys = this.#imported.get(jwk) ?? new Map<PublicKeyAlgorithm, Promise<ImportedKey>>();
    const known = keys.get(algorithm); // WebCrypto binds a key to one algorithm
    if (known) return known;
    // Its operations were looked at already, and some servers list more of them than WebCrypto takes.
    const key = jose.importJWK({ ...jwk, key_ops: undefined }, algorithm);
    this.#imported.set(jwk, keys.set(algorithm, key));
    return key;
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
