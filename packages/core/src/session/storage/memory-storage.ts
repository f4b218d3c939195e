import type { Unsubscribe } from '../../events/typed-emitter.js';
import type { Lease } from '../lease/lease.js';
import { MemoryLease } from '../lease/memory-lease.js';
import type { SynchronousTokenStorage } from '../token-storage.js';

/**
 * Keeps tokens for as long as the object lives. The default in Node. Clients that are given the same object share a
 * session; each hears of every change, its own included.
 */
export class MemoryStorage implements SynchronousTokenStorage {
  readonly lease: Lease = new MemoryLease();
  readonly #values = new Map<string, string>();
  readonly #watchers = new Set<{ readonly key: string; readonly onChange: () => void }>();

  get(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  set(key: string, value: string): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    this.#announce(key);
  }

  remove(key: string): void {
    if (this.#values.delete(key)) this.#announce(key);
  }

  swap(key: string, expected: string | null, next: string | null): boolean {
    if (this.get(key) !== expected) return false;
    if (next === null) this.remove(key);
    else this.set(key, next);
    return true;
  }

  watch(key: string, onChange: () => void): Unsubscribe {
    const watcher = { key, onChange };
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  // After the change is over for who made it.
  #announce(key: string): void {
    for (const watcher of this.#watchers) {
      if (watcher.key !== key) continue;
      queueMicrotask(() => {
        if (this.#watchers.has(watcher)) watcher.onChange();
      });
    }
  }
}
