import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';

/** Counts wrong answers, and locks what had too many of them for a while. */
export class AttemptLimits {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #settings: () => Settings;
  readonly #purge: Purge;

  constructor(store: MemoryStore, clock: Clock, settings: () => Settings) {
    this.#store = store;
    this.#clock = clock;
    this.#purge = new Purge(clock);
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
    const now = this.#clock.now();
    const lockMs = this.#settings().lockSeconds * 1_000;
    this.#purge.run((before) => this.#store.attempts.deleteWhere(({ lastAt }) => lastAt + lockMs < before));
    const counts = subjects.map((subject) => this.#count(subject, limit));
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
    const now = this.#clock.now();
    // The clock went back: a lock lasts as long as it is set to, and not until the clock is where it was.
    if (record.lastAt > now) this.#store.attempts.put({ ...record, lastAt: now });
    const remainingMs = Math.min(record.lastAt, now) + this.#settings().lockSeconds * 1_000 - now;
    if (remainingMs <= 0) return 0;
    const retryAfterSeconds = Math.ceil(remainingMs / 1_000);
    throw new Refusal('too-many-attempts', 'Too many attempts, try again later', { retryAfterSeconds });
  }
}
