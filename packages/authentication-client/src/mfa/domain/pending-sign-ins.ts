import type { Clock, SynchronousTokenStorage } from '@sallyport/core';
import { PendingSignIn } from './pending-sign-in.js';

/** Where the pending sign-in is kept. */
export interface PendingSignInsSettings {
  /** Of this tab alone: what one tab is asked for is no other tab's business. */
  readonly storage: SynchronousTokenStorage;
  readonly key: string;
  readonly clock: Clock;
}

/** Holds the one sign-in that waits for its second factor, across reloads of the page, until it expires. */
export class PendingSignIns {
  readonly #settings: PendingSignInsSettings;
  #pending: PendingSignIn | null = null;
  #isLoaded = false;

  constructor(settings: PendingSignInsSettings) {
    this.#settings = settings;
  }

  get current(): PendingSignIn | null {
    if (!this.#isLoaded) this.#load();
    if (this.#pending && this.#pending.expiresAt.getTime() <= this.#settings.clock.now()) this.clear();
    return this.#pending;
  }

  begin(pending: PendingSignIn): void {
    this.#isLoaded = true;
    this.#pending = pending;
    this.#attempt((storage, key) => storage.set(key, pending.export()));
  }

  clear(): void {
    this.#isLoaded = true;
    if (!this.#pending) return;
    this.#pending = null;
    this.#attempt((storage, key) => storage.remove(key));
  }

  #load(): void {
    this.#isLoaded = true;
    this.#attempt((storage, key) => {
      const text = storage.get(key);
      if (text !== null) this.#pending = PendingSignIn.import(text);
    });
  }

  // What cannot be kept, or read back, costs a reload in the middle of a sign-in and nothing else.
  #attempt(access: (storage: SynchronousTokenStorage, key: string) => void): void {
    try {
      access(this.#settings.storage, this.#settings.key);
    } catch {
      // Memory has it.
    }
  }
}
