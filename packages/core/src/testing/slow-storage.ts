import type { TokenStorage } from '../session/token-storage.js';

/** A storage over memory that answers when a test says so. */
export class SlowStorage implements TokenStorage {
  /** What is there now, whatever still waits. */
  readonly values = new Map<string, string>();
  readonly #waiting: (() => void)[] = [];

  get(key: string): Promise<string | null> {
    return this.#later(() => this.values.get(key) ?? null);
  }

  set(key: string, value: string): Promise<void> {
    return this.#later(() => void this.values.set(key, value));
  }

  remove(key: string): Promise<void> {
    return this.#later(() => void this.values.delete(key));
  }

  swap(key: string, expected: string | null, next: string | null): Promise<boolean> {
    return this.#later(() => {
      if ((this.values.get(key) ?? null) !== expected) return false;
      if (next === null) this.values.delete(key);
      else this.values.set(key, next);
      return true;
    });
  }

  /** How many operations wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Lets the operation happen that has waited longest. */
  answer(): void {
    const act = this.#waiting.shift();
    if (!act) throw new Error('Nothing waits for this storage');
    act();
  }

  #later<T>(act: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(act()));
    });
  }
}
