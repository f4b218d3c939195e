import type { Unsubscribe } from '../events/typed-emitter.js';
import type { Lease } from './lease/lease.js';

/**
 * Where a client keeps text between two page loads, or two runs. Adapters move strings, at once or by a promise; what
 * the strings mean is the session's business. A promise that does not settle is waited for a few seconds.
 *
 * The last three members are for storages that several clients share. Without them a session is kept all the same, with
 * a moment in which two writers can overwrite each other; and without a lease, a client whose renewal is refused
 * looks for a second whether another one was faster.
 */
export interface TokenStorage {
  /** What is there; `null` when nothing is. */
  get(key: string): string | null | Promise<string | null>;
  set(key: string, value: string): void | Promise<void>;
  remove(key: string): void | Promise<void>;
  /**
   * Writes only where nobody else has written since: what is there must be `expected`, to the letter.
   *
   * @param expected - What was last seen there; `null` for nothing.
   * @param next - What to put in its place; `null` removes it.
   * @returns Whether it was written.
   */
  swap?(key: string, expected: string | null, next: string | null): boolean | Promise<boolean>;
  /** Calls back after another client has changed the value, or somebody has emptied the storage. */
  watch?(key: string, onChange: () => void): Unsubscribe;
  /**
   * Excludes the clients that share this storage, while one of them renews their session. For a storage that one process
   * has for itself, a `MemoryLease`.
   */
  readonly lease?: Lease | undefined;
}

/** A storage that always answers at once. */
export interface SynchronousTokenStorage extends TokenStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  swap?(key: string, expected: string | null, next: string | null): boolean;
}
