import { encodeUtf8 } from '../../crypto/utf8.js';
import { StorageError } from '../../errors/index.js';
import type { Lease } from '../lease/lease.js';
import type { TokenStorage } from '../token-storage.js';

/** What is used of a storage made by `createStorage` of the package `unstorage`. */
export interface UnstorageLike {
  getItem(key: string): Promise<unknown>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
}

/** How a storage of `unstorage` is used. */
export interface UnstorageOptions {
  /** Excludes the clients that share the storage, which `unstorage` cannot. Without one, two may renew at once. */
  readonly lease?: Lease | undefined;
}

/**
 * Keeps tokens in any storage of `unstorage`, whatever its driver. It offers neither `swap` nor `watch`: `unstorage`
 * compares nothing, and watches with files and sockets of its own that a client could not close.
 */
export class UnstorageStorage implements TokenStorage {
  readonly lease: Lease | undefined;
  readonly #storage: UnstorageLike;

  constructor(storage: UnstorageLike, options: UnstorageOptions = {}) {
    this.#storage = storage;
    this.lease = options.lease;
  }

  async get(key: string): Promise<string | null> {
    const item = await attempt('read', () => this.#storage.getItem(encodeKey(key)));
    if (item === null || item === undefined) return null;
    if (typeof item === 'object' && 'text' in item && typeof item.text === 'string') return item.text;
    return JSON.stringify(item); // of somebody else, for the owner of the key to judge
  }

  set(key: string, value: string): Promise<void> {
    // As it reads what looks like JSON, a text by itself would not come back to the letter.
    return attempt('written', () => this.#storage.setItem(encodeKey(key), JSON.stringify({ text: value })));
  }

  remove(key: string): Promise<void> {
    return attempt('written', () => this.#storage.removeItem(encodeKey(key)));
  }
}

// `unstorage` takes several characters for one separator and drops others, and some drivers do not know `a` from `A`.
function encodeKey(key: string): string {
  const bytes = encodeUtf8(key);
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9-]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

async function attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch {
    throw new StorageError({
      message: `The unstorage driver could not be ${what}`,
      remedy: 'Check the driver and what it stores into.',
    });
  }
}
