import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../domain/settings/settings.js';
import type { TokenKey } from '../domain/token-key.types.js';
import { TOKEN_EC_PRIVATE_KEY, TOKEN_RSA_PRIVATE_KEY } from './development-keys.js';
import { generateTokenKeys } from './generate-token-keys.js';
import { loadJose } from './load-jose.js';

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
  readonly #pairs = new Map<string, Promise<KeyPair>>();
  #unknown: Promise<readonly TokenKey[]> | undefined;

  /** @param rotated - What the keys were rotated to, the newest first; none before the first time. */
  constructor(rotated: () => readonly TokenKey[]) {
    this.#rotated = rotated;
  }

  /** The pair that signs now. */
  current(algorithm: AsymmetricAlgorithm): Promise<KeyPair> {
    return this.#pair(keyFor(this.#keys(), algorithm));
  }

  /** A pair that is not published, for those who want a bad signature. Kept, since it takes a while. */
  async unknown(algorithm: AsymmetricAlgorithm): Promise<KeyPair> {
    this.#unknown ??= generateTokenKeys();
    return this.#pair(keyFor(await this.#unknown, algorithm));
  }

  /** What checks signatures under a name; `null` where no key has it, or the algorithm is none of a pair. */
  async publicKey(algorithm: string, keyId: string | undefined): Promise<KeyObject | null> {
    const keys = this.#keys().filter((key) => key.algorithm === algorithm);
    const pairs = await Promise.all(keys.map((key) => this.#pair(key)));
    return pairs.find((pair) => pair.keyId === keyId)?.publicKey ?? null;
  }

  /** The public keys, as a JSON Web Key Set. Shared secrets have no place in it. */
  async publicKeys(): Promise<{ readonly keys: readonly Readonly<Record<string, unknown>>[] }> {
    const pairs = await Promise.all(this.#keys().map((key) => this.#pair(key)));
    return { keys: pairs.map(({ publicJwk }) => publicJwk) };
  }

  #keys(): readonly TokenKey[] {
    const rotated = this.#rotated();
    return rotated.length === 0 ? PUBLISHED_KEYS : rotated;
  }

  #pair(key: TokenKey): Promise<KeyPair> {
    const pair = this.#pairs.get(key.pem) ?? readPair(key);
    this.#pairs.set(key.pem, pair);
    return pair;
  }
}

/** The keys after a rotation, the newest first. */
export async function rotateTokenKeys(present: readonly TokenKey[], keepsOld: boolean): Promise<readonly TokenKey[]> {
  const old = present.length === 0 ? PUBLISHED_KEYS : present;
  return [...(await generateTokenKeys()), ...(keepsOld ? old : [])];
}

function keyFor(keys: readonly TokenKey[], algorithm: AsymmetricAlgorithm): TokenKey {
  const key = keys.find((each) => each.algorithm === algorithm);
  if (!key) throw new Error(`There is no key for ${algorithm}`);
  return key;
}

async function readPair({ algorithm, pem }: TokenKey): Promise<KeyPair> {
  const { calculateJwkThumbprint } = await loadJose();
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const keyId = await calculateJwkThumbprint({ ...jwk });
  return { keyId, privateKey, publicKey, publicJwk: { ...jwk, kid: keyId, alg: algorithm, use: 'sig' } };
}
