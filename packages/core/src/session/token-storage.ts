/**
 * Where a client keeps text between two page loads, or two runs. Adapters move strings, at once or by a promise; what
 * the strings mean is the session's business. A promise that does not settle is waited for a few seconds.
 */
export interface TokenStorage {
  get(key: string): string | null | Promise<string | null>;
  set(key: string, value: string): void | Promise<void>;
  remove(key: string): void | Promise<void>;
}

/** A storage that always answers at once. */
export interface SynchronousTokenStorage extends TokenStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}
