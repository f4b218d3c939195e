import type { CancelTimer, Clock, SynchronousTokenStorage } from '@sallyport/core';
import { PendingSignIn } from './pending-sign-in.js';

/** Where the pending sign-in is kept, and who hears that it is gone. */
export interface PendingSignInsSettings {
  /** Of this tab alone: what one tab is asked for is no other tab's business. */
  readonly storage: SynchronousTokenStorage;
  readonly key: string;
  readonly clock: Clock;
  /** Called when the sign-in is dropped: its time is over, or somebody has said so. */
  readonly onDropped: () => void;
}

/** Holds the one sign-in that waits for its second factor, across reloads of the page, until it expires. */
export class PendingSignIns {
  readonly #settings: PendingSignInsSettings;
  #pending: PendingSignIn | null = null;
  #isLoaded = false;
  #cancelExpiry: CancelTimer = () => {};

  constructor(settings: PendingSignInsSettings) {
    this.#settings = settings;
  }

  get current(): PendingSignIn | null {
    if (!this.#isLoaded) this.#load();
    return this.#pending && this.#remainingMs(this.#pending) > 0 ? this.#pending : null;
  }

  begin(pending: PendingSignIn): void {
    this.#hold(pending);
    this.#attempt((storage, key) => storage.set(key, pending.export()));
  }

  /** Forgets the sign-in without a word, since what comes in its place is announced. */
  clear(): void {
    const isStored = !this.#isLoaded || this.#pending !== null;
    this.#isLoaded = true;
    this.#pending = null;
    this.#cancelExpiry();
    if (isStored) this.#attempt((storage, key) => storage.remove(key));
  }

  /** Forgets the sign-in and says so. */
  drop(): void {
    if (!this.#isLoaded) this.#load();
    const wasPending = this.#pending !== null;
    this.clear();
    if (wasPending) this.#settings.onDropped();
  }

  /** Lets go of the timer. What is stored stays. */
  dispose(): void {
    this.#cancelExpiry();
  }

  #hold(pending: PendingSignIn): void {
    this.#isLoaded = true;
    this.#pending = pending;
    this.#cancelExpiry();
    this.#cancelExpiry = this.#settings.clock.setTimer(() => this.drop(), this.#remainingMs(pending));
  }

  #remainingMs({ expiresAt }: PendingSignIn): number {
    return expiresAt.getTime() - this.#settings.clock.now();
  }

  #load(): void {
    this.#isLoaded = true;
    this.#attempt((storage, key) => {
      const text = storage.get(key);
      if (text === null) return;
      const pending = parse(text);
      if (pending && this.#remainingMs(pending) > 0) this.#hold(pending);
      else storage.remove(key);
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

function parse(text: string): PendingSignIn | null {
  try {
    return PendingSignIn.import(text);
  } catch {
    return null; // a record that nobody can read is no sign-in to go on with
  }
}
