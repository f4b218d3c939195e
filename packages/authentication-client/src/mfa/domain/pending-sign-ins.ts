import type { CancelTimer, Clock } from '@sallyport/core/clock';
import type { SynchronousTokenStorage } from '@sallyport/core/storage';
import type { ChallengeRecords } from './challenge-records.js';
import { challengeOwnerOf, PendingSignIn } from './pending-sign-in.js';

/** Where the pending sign-in is kept, and who hears that it is gone. */
export interface PendingSignInsSettings {
  /** Of this tab alone: what one tab is asked for is no other tab's business. */
  readonly storage: SynchronousTokenStorage;
  readonly key: string;
  readonly clock: Clock;
  readonly challenges: ChallengeRecords;
  /** Called when the time of the sign-in is over, or the server refuses to continue it. */
  readonly onExpired: (pending: PendingSignIn) => void;
  /** Called when the user has left the sign-in. */
  readonly onAbandoned: () => void;
}

/** Holds the one sign-in that waits for its second factor, across reloads of the page, until it expires. */
export class PendingSignIns {
  /** The session beside it is another one. */
  readonly isSession = false;
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

  /** Drops the sign-in, because its time is over or the server refuses to continue it. */
  expire(): void {
    const pending = this.#drop();
    if (pending) this.#settings.onExpired(pending);
  }

  /** Drops the sign-in, because the user has left it. */
  abandon(): void {
    if (this.#drop()) this.#settings.onAbandoned();
  }

  /** Lets go of the timer. What is stored stays. */
  dispose(): void {
    this.#cancelExpiry();
  }

  #drop(): PendingSignIn | null {
    if (!this.#isLoaded) this.#load();
    const pending = this.#pending;
    this.clear();
    return pending;
  }

  // The challenges of an imported sign-in join those of this tab, and are read from there from now on.
  #hold(pending: PendingSignIn): void {
    const { challenges, clock } = this.#settings;
    const owner = challengeOwnerOf(pending);
    for (const challenge of pending.challenges) challenges.adopt(challenge, owner);
    const { mfaToken, expiresAt } = pending;
    this.#isLoaded = true;
    this.#pending = new PendingSignIn({
      ...pending,
      mfaToken,
      expiresAt: expiresAt.getTime(),
      challenges: () => challenges.openOf(owner),
    });
    this.#cancelExpiry();
    this.#cancelExpiry = clock.setTimer(() => this.expire(), this.#remainingMs(pending));
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
