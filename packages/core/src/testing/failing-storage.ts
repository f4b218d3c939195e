import type { SynchronousTokenStorage } from '../session/token-storage.js';

type Operation = 'get' | 'set' | 'remove' | 'swap';

/** A storage over memory, of which a test can make any operation fail: a full quota, a policy, a connection that broke. */
export class FailingStorage implements SynchronousTokenStorage {
  /** What is there, whatever fails. */
  readonly values = new Map<string, string>();
  readonly #failures = new Map<Operation, unknown>();

  /** From now on these operations throw `error`. */
  fail(error: unknown, ...operations: readonly Operation[]): this {
    for (const operation of operations) this.#failures.set(operation, error);
    return this;
  }

  /** From now on nothing fails. */
  mend(): void {
    this.#failures.clear();
  }

  get(key: string): string | null {
    this.#attempt('get');
    return this.values.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.#attempt('set');
    this.values.set(key, value);
  }

  remove(key: string): void {
    this.#attempt('remove');
    this.values.delete(key);
  }

  swap(key: string, expected: string | null, next: string | null): boolean {
    this.#attempt('swap');
    if ((this.values.get(key) ?? null) !== expected) return false;
    if (next === null) this.values.delete(key);
    else this.values.set(key, next);
    return true;
  }

  #attempt(operation: Operation): void {
    if (this.#failures.has(operation)) throw this.#failures.get(operation);
  }
}
