import type { Clock } from '../clock/index.js';
import { InvalidResponseError } from '../errors/index.js';
import { SingleFlight } from '../single-flight.js';
import type { PublicKeyAlgorithm } from './algorithms.js';

const MAX_AGE_MS = 10 * 60_000;
const COOLDOWN_MS = 30_000;

/** A public key as a JWK (RFC 7517). */
export interface Jwk {
  readonly kty: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
  readonly key_ops?: readonly string[];
  readonly [member: string]: unknown;
}

// The key of each algorithm (RFC 7518 section 6, RFC 8037 section 2).
const KEY_OF: Readonly<Record<PublicKeyAlgorithm, Readonly<Partial<Jwk>>>> = {
  RS256: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
};

/**
 * The keys of one issuer. They are fetched when first needed, and again when they are ten minutes old or a token names
 * an unknown key. A token causes no fetch within 30 seconds of the last one, also when that one failed. When a later
 * fetch fails, the known keys go on working.
 */
export class JwksCache {
  readonly #fetchJwks: () => Promise<unknown>;
  readonly #clock: Clock;
  readonly #fetching = new SingleFlight<void>();
  #keys: readonly Jwk[] = [];
  #fetchedAt: number | null = null;
  #lastAttemptAt = Number.NEGATIVE_INFINITY;
  #failure: { readonly error: unknown } | null = null;

  /** @param fetchJwks - Gets the JWKS document from where the issuer publishes it. */
  constructor(fetchJwks: () => Promise<unknown>, clock: Clock) {
    this.#fetchJwks = fetchJwks;
    this.#clock = clock;
  }

  /**
   * Fetches missing keys before a token that works once is used up. Each call tries again: a user causes it, not a
   * token.
   */
  async load(signal?: AbortSignal): Promise<void> {
    if (this.#isStale()) await this.#fetching.run(() => this.#refresh(), signal);
  }

  /** The keys that a token with this header may be signed by: none, or one, or several when it names none. */
  async candidates(
    algorithm: PublicKeyAlgorithm,
    keyId: string | undefined,
    signal?: AbortSignal,
  ): Promise<readonly Jwk[]> {
    // Otherwise each forged token would send one request to a server that is down.
    if (this.#failure && this.#ageOf(this.#lastAttemptAt) < COOLDOWN_MS) throw this.#failure.error;
    await this.load(signal);
    const found = this.#matching(algorithm, keyId);
    if (found.length > 0 || this.#ageOf(this.#lastAttemptAt) < COOLDOWN_MS) return found;
    await this.#fetching.run(() => this.#refresh(), signal);
    return this.#matching(algorithm, keyId);
  }

  #isStale(): boolean {
    if (this.#fetchedAt === null) return true;
    return this.#ageOf(this.#fetchedAt) >= MAX_AGE_MS && this.#ageOf(this.#lastAttemptAt) >= COOLDOWN_MS;
  }

  // What lies ahead was noted before the clock was set back, nobody knows how long ago.
  #ageOf(instant: number): number {
    const ageMs = this.#clock.now() - instant;
    return ageMs < 0 ? Number.POSITIVE_INFINITY : ageMs;
  }

  async #refresh(): Promise<void> {
    this.#lastAttemptAt = this.#clock.now();
    try {
      this.#keys = parseJwks(await this.#fetchJwks());
      this.#fetchedAt = this.#clock.now();
      this.#failure = null;
    } catch (error) {
      if (this.#fetchedAt !== null) return;
      this.#failure = { error };
      throw error;
    }
  }

  #matching(algorithm: PublicKeyAlgorithm, keyId: string | undefined): readonly Jwk[] {
    const { kty, crv } = KEY_OF[algorithm];
    return this.#keys.filter(
      (key) =>
        key.kty === kty &&
        (crv === undefined || key.crv === crv) &&
        (key.use === undefined || key.use === 'sig') &&
        (key.key_ops === undefined || key.key_ops.includes('verify')) &&
        (key.alg === undefined || key.alg === algorithm) &&
        (keyId === undefined || key.kid === keyId),
    );
  }
}

// A set may hold keys for others, and broken ones: what we cannot use is passed over (RFC 7517 section 5).
function parseJwks(document: unknown): readonly Jwk[] {
  const keys = typeof document === 'object' && document !== null && 'keys' in document ? document.keys : undefined;
  if (!Array.isArray(keys)) {
    throw new InvalidResponseError({
      message: 'What the issuer publishes is no set of keys',
      remedy: 'Check the address of the issuer.',
    });
  }
  return keys.filter(
    (key: unknown): key is Jwk =>
      typeof key === 'object' &&
      key !== null &&
      'kty' in key &&
      typeof key.kty === 'string' &&
      (!('kid' in key) || typeof key.kid === 'string') &&
      (!('key_ops' in key) || Array.isArray(key.key_ops)),
  );
}
