import type { CancelTimer, Clock } from './clock.js';

interface Timer {
  readonly fireAt: number;
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
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = this.setTimer(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, delayMs);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
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
    for (let next = this.#nextDue(instant); next; next = this.#nextDue(instant)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.fireAt);
      next.callback();
      await settle();
    }
    this.#now = instant;
    await settle();
  }

  #nextDue(until: number): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.fireAt <= until && (!earliest || timer.fireAt < earliest.fireAt)) earliest = timer;
    }
    return earliest;
  }
}

// Long enough for a chain of a few `await`s to reach its next sleep before the clock moves on.
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
