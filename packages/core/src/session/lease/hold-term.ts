import { type CancelTimer, systemClock } from '../../clock/index.js';

/** The time of one holder, where the lease itself sees to its end. */
export class HoldTerm {
  readonly #holdMs: number;
  readonly #release: () => void;
  #hasEnded = false;
  #cancelTimer: CancelTimer = () => {};

  /** @param release - Frees the lease for the next holder. */
  constructor(holdMs: number, release: () => void) {
    this.#holdMs = holdMs;
    this.#release = release;
  }

  start(): void {
    this.#cancelTimer();
    this.#cancelTimer = systemClock.setTimer(() => this.end(), this.#holdMs);
  }

  extend(): boolean {
    if (!this.#hasEnded) this.start();
    return !this.#hasEnded;
  }

  end(): void {
    this.#hasEnded = true;
    this.#cancelTimer();
    this.#release();
  }
}
