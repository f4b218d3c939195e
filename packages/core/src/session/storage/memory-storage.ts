import type { SynchronousTokenStorage } from '../token-storage.js';

/** Keeps tokens for as long as the object lives. The default in Node. */
export class MemoryStorage implements SynchronousTokenStorage {
  readonly #values = new Map<string, string>();

  get(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.#values.set(key, value);
  }

  remove(key: string): void {
    this.#values.delete(key);
  }
}
