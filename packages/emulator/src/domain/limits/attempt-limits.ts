import type { Clock } from '@sallyport/core';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';

/** Counts wrong answers, and locks what had too many of them for a while. */
export class AttemptLimits {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #settings: () => Settings;

  constructor(store: MemoryStore, clock: Clock, settings: () => Settings) {
    this.#store = store;
    this.#clock = clock;
    this.#settings = settings;
  }

  /**
   * Counts an attempt before it is judged, so that many at once cannot pass together. What was right is forgotten
   * with `succeed`.
   *
   * @throws {Refusal} One of the subjects is locked; nothing is counted.
   */
  attempt(kind: 'code' | 'password', subjects: readonly string[]): void {
    const { maxCodeAttempts, maxPasswordAttempts } = this.#settings();
    const limit = kind === 'code' ? maxCodeAttempts : maxPasswordAttempts;
    if (limit === 0) return;
    const counts = subjects.map((subject) => this.#count(subject, limit));
    const now = this.#clock.now();
    subjects.forEach((subject, index) => {
      this.#store.attempts.put({ id: subject, count: (counts[index] ?? 0) + 1, lastAt: now });
    });
  }

  /** The last attempt was right: earlier wrong ones no longer count. */
  succeed(subjects: readonly string[]): void {
    for (const subject of subjects) this.#store.attempts.delete(subject);
  }

  #count(subject: string, limit: number): number {
    const record = this.#store.attempts.get(subject);
    if (!record) return 0;
    if (record.count < limit) return record.count;
    const remainingMs = record.lastAt + this.#settings().lockSeconds * 1_000 - this.#clock.now();
    if (remainingMs <= 0) return 0;
    const retryAfterSeconds = Math.ceil(remainingMs / 1_000);
    throw new Refusal('too-many-attempts', 'Too many attempts, try again later', { retryAfterSeconds });
  }
}
