import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../domain/settings/settings.js';
import type { TokenKey } from '../domain/token-key.types.js';
import { TOKEN_EC_PRIVATE_KEY, TOKEN_RSA_PRIVATE_KEY } from './development-keys.js';
import { generateTokenKeys } from './generate-token-keys.js';

/** What signs with a key pair, so that anybody can check. */
export type AsymmetricAlgorithm = Exclude<TokenAlgorithm, 'HS256'>;

/** A key pair, and the name that it is published under. */
export interface KeyPair {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: Readonly<Record<string, unknown>>;
}

/** The keys before the first rotation, which everybody has. */
const PUBLISHED_KEYS: readonly TokenKey[] = [
  { algorithm: 'RS256', pem: TOKEN_RSA_PRIVATE_KEY },
  { algorithm: 'ES256', pem: TOKEN_EC_PRIVATE_KEY },
];

/** The key pairs that the server signs with, whatever the wire. */
export class KeyRing {
  readonly #rotated: () => readonly TokenKey[];
  readonly #pairs = new Map<string, KeyPair>();
  #unknown: readonly TokenKey[] | undefined;

  /** @param rotated - What the keys were rotated to, the newest first; none before the first time. */
  constructor(rotated: () => readonly TokenKey[]) {
    this.#rotated = rotated;
  }

  /** The pair that signs now. */
  current(algorithm: AsymmetricAlgorithm): KeyPair {
    return this.#pair(keyFor(this.#keys(), algorithm));
  }

  /** A pair that is not published, for those who want a bad signature. Kept, since it takes a while. */
  unknown(algorithm: AsymmetricAlgorithm): KeyPair {
    this.#unknown ??= generateTokenKeys();
    return this.#pair(keyFor(this.#unknown, algorithm));
  }

  /** What checks signatures under a name; `null` where no key has it, or the algorithm is none of a pair. */
  publicKey(algorithm: string, keyId: string | undefined): KeyObject | null {
    const keys = this.#keys().filter((key) => key.algorithm === algorithm);
    return keys.map((key) => this.#pair(key)).find((pair) => pair.keyId === keyId)?.publicKey ?? null;
  }

  /** The public keys, as a JSON Web Key Set. Shared secrets have no place in it. */
  publicKeys(): { readonly keys: readonly Readonly<Record<string, unknown>>[] } {
    return { keys: this.#keys().map((key) => this.#pair(key).publicJwk) };
  }

  #keys(): readonly TokenKey[] {
    const rotated = this.#rotated();
    return rotated.length === 0 ? PUBLISHED_KEYS : rotated;
  }

  #pair(key: TokenKey): KeyPair {
    const pair = this.#pairs.get(key.pem) ?? readPair(key);
    this.#pairs.set(key.pem, pair);
    return pair;
  }
}

/** The keys after a rotation, the newest first. */
export function rotateTokenKeys(present: readonly TokenKey[], keepsOld: boolean): readonly TokenKey[] {
  const old = present.length === 0 ? PUBLISHED_KEYS : present;
  return [...generateTokenKeys(), ...(keepsOld ? old : [])];
}

function keyFor(keys: readonly TokenKey[], algorithm: AsymmetricAlgorithm): TokenKey {
  const key = keys.find((each) => each.algorithm === algorithm);
  if (!key) throw new Error(`There is no key for ${algorithm}`);
  return key;
}

function readPair({ algorithm, pem }: TokenKey): KeyPair {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const keyId = thumbprintOf(jwk);
  return { keyId, privateKey, publicKey, publicJwk: { ...jwk, kid: keyId, alg: algorithm, use: 'sig' } };
}

/** The thumbprint of a public key (RFC 7638): the order of the members is part of it. */
function thumbprintOf({ kty, crv, e, n, x, y }: JsonWebKey): string {
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
