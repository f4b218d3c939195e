import type { CancelTimer, Clock } from './clock.js';
import { type DueTimer, fireInOrder, settle } from './fire-in-order.js';
import { sleepBy } from './sleep.js';

interface Timer extends DueTimer {
  readonly callback: () => void;
}

/** A clock that stands still until it is told to move. For tests, and for the emulator. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  /** @param start - Where the clock stands at first, in epoch milliseconds. Default 2026-01-01T00:00:00Z. */
  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, delayMs: number): CancelTimer {
    const timer: Timer = { fireAt: this.#now + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepBy((callback, delay) => this.setTimer(callback, delay), delayMs, signal);
  }

  /**
   * Moves the clock forward and fires what falls due on the way, in order, each at its own time. What a
   * callback schedules within the span fires too; between two timers, promises that became ready run.
   */
  async advance(byMs: number): Promise<void> {
    await this.setTo(this.#now + byMs);
  }

  /** Moves the clock to an instant, in epoch milliseconds. Backwards is allowed, and fires nothing. */
  async setTo(instant: number): Promise<void> {
    await fireInOrder(this.#timers, instant, (timer) => {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.fireAt);
      timer.callback();
    });
    this.#now = instant;
    await settle();
  }
}
