import type { CancelTimer, Clock } from '@sallyport/core';
import type { MovableClock } from './movable-clock.js';

interface Timer {
  readonly fireAt: number;
  readonly callback: () => void;
  cancel: CancelTimer;
}

/** Runs with another clock, some time ahead of it or behind. What waits for it hears of every move. */
export class OffsetClock implements MovableClock {
  /** The clock that it runs with. */
  readonly base: Clock;
  readonly #timers = new Set<Timer>();
  #offsetMs = 0;

  constructor(base: Clock) {
    this.base = base;
  }

  /** How far it is ahead of its base. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): number {
    return this.base.now() + this.#offsetMs;
  }

  setTimer(callback: () => void, delayMs: number): CancelTimer {
    const timer: Timer = { fireAt: this.now() + Math.max(0, delayMs), callback, cancel: () => {} };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => {
      timer.cancel();
      this.#timers.delete(timer);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      // The base clock's timers let a process end, its sleep does not: somebody is waiting here.
      const awake = new AbortController();
      const settle = (outcome: () => void): void => {
        signal?.removeEventListener('abort', onAbort);
        cancel();
        awake.abort();
        outcome();
      };
      const onAbort = (): void => settle(() => reject(signal?.reason));
      const cancel = this.setTimer(() => settle(resolve), delayMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.base.sleep(Math.max(0, delayMs), awake.signal).catch(() => undefined);
    });
  }

  async advance(byMs: number): Promise<void> {
    await this.setTo(this.now() + byMs);
  }

  async setTo(instant: number): Promise<void> {
    for (let next = this.#nextDue(instant); next; next = this.#nextDue(instant)) {
      this.#moveTo(Math.max(this.now(), next.fireAt));
      this.#fire(next);
      await settled();
    }
    this.#moveTo(instant);
    for (const timer of this.#timers) this.#arm(timer);
    await settled();
  }

  #moveTo(instant: number): void {
    this.#offsetMs = instant - this.base.now();
  }

  #arm(timer: Timer): void {
    timer.cancel();
    timer.cancel = this.base.setTimer(() => this.#fire(timer), Math.max(0, timer.fireAt - this.now()));
  }

  #fire(timer: Timer): void {
    timer.cancel();
    if (this.#timers.delete(timer)) timer.callback();
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
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
