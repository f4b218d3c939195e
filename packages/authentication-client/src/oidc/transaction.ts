import type { Clock } from '@sallyport/core/clock';
import { createCodeVerifier, randomToken } from '@sallyport/core/crypto';
import { storageKey, type TokenStorage } from '@sallyport/core/storage';
import { judgeReturnTo, requireRedirectUri } from './authorization-request.js';
import { STATE } from './callback-address.js';

const LIFETIME_MS = 10 * 60_000;
const VERSION = 1;
// What `randomToken` and `createCodeVerifier` make.
const TOKEN = /^[\w-]{43}$/;

/** A sign-in that has left for the server's page: what its answer is held against. */
export interface Transaction {
  readonly version: typeof VERSION;
  /** Epoch milliseconds. */
  readonly beganAt: number;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** Whether the answer must name its issuer. */
  readonly namesIssuer: boolean;
  readonly maxAgeSeconds: number | null;
  readonly returnTo: string | null;
}

/** What is the caller's in a transaction. */
export type TransactionInput = Pick<Transaction, 'redirectUri' | 'namesIssuer' | 'maxAgeSeconds' | 'returnTo'>;

/** An entry of the index that makes abandoned transactions removable: a storage cannot list its keys. */
type Begun = Pick<Transaction, 'state' | 'beganAt'>;

/**
 * Keeps transactions for ten minutes, each under its own `state`, so that two at once do not disturb each other. Later
 * sign-ins remove abandoned ones.
 */
export class Transactions {
  readonly #storage: TokenStorage;
  readonly #identity: readonly (string | undefined)[];
  readonly #clock: Clock;
  readonly #limit: number;
  #indexing: Promise<void> = Promise.resolve();

  /** @param limit - How many are kept at once: the newest. */
  constructor(storage: TokenStorage, identity: readonly (string | undefined)[], clock: Clock, limit: number) {
    this.#storage = storage;
    this.#identity = identity;
    this.#clock = clock;
    this.#limit = limit;
  }

  /** @param prefix - What `state` begins with. */
  async begin(input: TransactionInput, prefix = ''): Promise<Transaction> {
    const transaction: Transaction = {
      ...input,
      version: VERSION,
      beganAt: this.#clock.now(),
      state: `${prefix}${randomToken()}`,
      nonce: randomToken(),
      codeVerifier: createCodeVerifier(),
    };
    const { state, beganAt } = transaction;
    await this.#index((begun) => [...begun, { state, beganAt }]);
    await this.#storage.set(this.#key(state), JSON.stringify(transaction));
    return transaction;
  }

  /**
   * Takes a transaction out, so that nobody can take it again. One that does not fit stays.
   *
   * @returns `null` when there is none, it has expired, or it was changed.
   */
  async take(state: string, fits: (transaction: Transaction) => void): Promise<Transaction | null> {
    const key = this.#key(state);
    const text = await this.#storage.get(key);
    if (text === null || text === undefined) return null;
    const transaction = parse(text);
    const isGood = transaction?.state === state && this.#isYoung(transaction);
    if (isGood) fits(transaction);
    if (!(await this.#remove(key, text))) return null;
    // An index that cannot be written must not cost the sign-in, whose transaction is used up.
    await this.#index((begun) => begun.filter((entry) => entry.state !== state)).catch(() => {});
    return isGood ? transaction : null;
  }

  #isYoung({ beganAt }: Begun): boolean {
    const age = this.#clock.now() - beganAt;
    return age >= 0 && age <= LIFETIME_MS;
  }

  // One change after the other, so that sign-ins that begin concurrently lose no entry.
  #index(change: (begun: readonly Begun[]) => readonly Begun[]): Promise<void> {
    const changed = this.#indexing.then(async () => {
      const key = storageKey('oidc-begun', this.#identity);
      const before = parseIndex(await this.#storage.get(key));
      const after = change(before)
        .filter((entry) => this.#isYoung(entry))
        .slice(-this.#limit);
      const kept = new Set(after.map(({ state }) => state));
      for (const { state } of before) if (!kept.has(state)) await this.#storage.remove(this.#key(state));
      if (after.length > 0) await this.#storage.set(key, JSON.stringify(after));
      else await this.#storage.remove(key);
    });
    this.#indexing = changed.catch(() => {});
    return changed;
  }

  async #remove(key: string, text: string): Promise<boolean> {
    if (this.#storage.swap) return this.#storage.swap(key, text, null);
    await this.#storage.remove(key);
    return true;
  }

  #key(state: string): string {
    return storageKey('oidc-transaction', [...this.#identity, state]);
  }
}

// Anyone who can write to the storage can have changed it, such as the visitor whose cookie it is.
function parse(text: string): Transaction | null {
  try {
    const value: unknown = JSON.parse(text);
    return isTransaction(value) ? value : null;
  } catch {
    return null; // not JSON, or an address that no sign-in begins with
  }
}

function isTransaction(value: unknown): value is Transaction {
  if (!isObject(value)) return false;
  const { version, beganAt, state, nonce, codeVerifier, redirectUri, namesIssuer, maxAgeSeconds, returnTo } = value;
  if (version !== VERSION || !isBegun({ state, beganAt })) return false;
  if (!matches(TOKEN, nonce) || !matches(TOKEN, codeVerifier)) return false;
  if (typeof namesIssuer !== 'boolean') return false;
  if (maxAgeSeconds !== null && !(Number.isSafeInteger(maxAgeSeconds) && Number(maxAgeSeconds) >= 0)) return false;
  if (typeof redirectUri !== 'string' || requireRedirectUri(redirectUri) !== redirectUri) return false;
  return returnTo === null || (typeof returnTo === 'string' && judgeReturnTo(returnTo, redirectUri) === returnTo);
}

function parseIndex(text: string | null | undefined): readonly Begun[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isBegun) : [];
  } catch {
    return [];
  }
}

function isBegun(value: unknown): value is Begun {
  return isObject(value) && matches(STATE, value.state) && Number.isFinite(value.beganAt);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value);
}
