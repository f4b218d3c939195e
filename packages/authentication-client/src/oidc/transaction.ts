import { type Clock, createCodeVerifier, randomToken, storageKey, type TokenStorage } from '@sallyport/core';

const LIFETIME_MS = 10 * 60_000;
const VERSION = 1;

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

/** Keeps transactions for ten minutes, each under its own `state`, so that two at once do not disturb each other. */
export class Transactions {
  readonly #storage: TokenStorage;
  readonly #identity: readonly (string | undefined)[];
  readonly #clock: Clock;

  constructor(storage: TokenStorage, identity: readonly (string | undefined)[], clock: Clock) {
    this.#storage = storage;
    this.#identity = identity;
    this.#clock = clock;
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
    await this.#storage.set(this.#key(transaction.state), JSON.stringify(transaction));
    return transaction;
  }

  /**
   * Takes a transaction out, so that nobody can take it again. One that does not fit stays.
   *
   * @returns `null` when there is none, or its time is over.
   */
  async take(state: string, fits: (transaction: Transaction) => void): Promise<Transaction | null> {
    const key = this.#key(state);
    const text = await this.#storage.get(key);
    if (text === null || text === undefined) return null;
    const transaction = parse(text);
    const age = this.#clock.now() - (transaction?.beganAt ?? 0);
    const isGood = transaction?.state === state && age >= 0 && age <= LIFETIME_MS;
    if (isGood) fits(transaction);
    if (!(await this.#remove(key, text))) return null;
    return isGood ? transaction : null;
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

function parse(text: string): Transaction | null {
  try {
    const value = JSON.parse(text) as Partial<Transaction> | null; // written by us, or by nobody who knows the state
    return value?.version === VERSION && URL.canParse(value.redirectUri ?? '') ? (value as Transaction) : null;
  } catch {
    return null;
  }
}
