import { createSecretKey, type KeyObject } from 'node:crypto';
import type { GivenKey, TokenAlgorithm } from '../domain/settings/settings.js';
import { checkingKeyOf, privateHalfOf, publishedKeys, signingKeyOf } from './given-keys.js';
import type { KeyRing } from './key-ring.js';
import { loadJose } from './load-jose.js';
import { signJwt } from './sign-jwt.js';

/** What a token says, its times included. Nothing in it is believed by its type. */
export type BearerClaims = Readonly<Record<string, unknown>>;

/** What the signer has to know, each time anew. */
interface SignerParts {
  readonly algorithm: () => TokenAlgorithm;
  readonly keys: KeyRing;
  /** For HS256. The server's own: whoever has it may say anything. */
  readonly sharedSecret: () => string;
  /** Go before the server's own. */
  readonly givenKeys: () => readonly GivenKey[];
}

/**
 * Signs the access tokens of assured sessions, which have exactly the claims that their wire lists. The other tokens
 * of the server say what they are for, in `use`: those are none of these, though the keys are the same.
 */
export class AssuredTokenSigner {
  readonly #parts: SignerParts;
  readonly #privateHalves = new WeakMap<GivenKey, KeyObject>();

  constructor(parts: SignerParts) {
    this.#parts = parts;
  }

  sign(claims: BearerClaims): string {
    const given = signingKeyOf(this.#parts.givenKeys());
    if (given) return signJwt({ alg: given.alg, kid: given.kid, typ: 'JWT' }, claims, this.#privateHalfOf(given));
    const alg = this.#parts.algorithm();
    if (alg === 'HS256') return signJwt({ alg, typ: 'JWT' }, claims, this.#sharedKey());
    const { keyId, privateKey } = this.#parts.keys.current(alg);
    return signJwt({ alg, kid: keyId, typ: 'JWT' }, claims, privateKey);
  }

  /** Resolves with the claims, whenever the token ends; with `null` for what was not signed for this. */
  async open(token: string): Promise<BearerClaims | null> {
    const { compactVerify, decodeProtectedHeader } = await loadJose();
    try {
      const { alg = '', kid } = decodeProtectedHeader(token);
      const key = alg === 'HS256' ? this.#sharedKey() : this.#publicKey(alg, kid);
      if (!key) return null;
      const { payload } = await compactVerify(token, key, { algorithms: [alg] });
      const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
      return isObject(claims) && claims.use === undefined ? claims : null;
    } catch {
      return null; // whatever is wrong with it, it is not ours
    }
  }

  /** What checks the tokens, as a JSON Web Key Set: nothing where a shared secret does. */
  publicKeys(): { readonly keys: readonly BearerClaims[] } {
    const given = publishedKeys(this.#parts.givenKeys());
    if (this.#parts.algorithm() === 'HS256') return { keys: given };
    return { keys: [...given, ...this.#parts.keys.publicKeys().keys] };
  }

  #publicKey(alg: string, kid: string | undefined): KeyObject | null {
    return checkingKeyOf(this.#parts.givenKeys(), alg, kid) ?? this.#parts.keys.publicKey(alg, kid);
  }

  #privateHalfOf(given: GivenKey): KeyObject {
    const half = this.#privateHalves.get(given) ?? privateHalfOf(given);
    this.#privateHalves.set(given, half);
    return half;
  }

  #sharedKey(): KeyObject {
    return createSecretKey(Buffer.from(this.#parts.sharedSecret()));
  }
}

function isObject(value: unknown): value is BearerClaims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
