import type { Clock } from '@sallyport/core/clock';

// What is over is kept for a while, so that it still gets the answer that says so.
const KEPT_MS = 86_400_000;
const PAUSE_MS = 3_600_000;

/** Forgets records that are long over, when their kind is used: no timer keeps a process, and a reader pays once an hour. */
export class Purge {
  readonly #clock: Clock;
  #lastAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param forget - Forgets what was over before an instant, in epoch milliseconds. */
  run(forget: (before: number) => void): void {
    const now = this.#clock.now();
    if (this.#lastAt !== undefined && Math.abs(now - this.#lastAt) < PAUSE_MS) return;
    this.#lastAt = now;
    forget(now - KEPT_MS);
  }
}
