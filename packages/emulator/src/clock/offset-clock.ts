import { type CancelTimer, type Clock, type DueTimer, fireInOrder, settle, sleepBy } from '@sallyport/core/clock';
import type { MovableClock } from './movable-clock.js';

interface Timer extends DueTimer {
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

  async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    // The base clock's timers let a process end, its sleep does not: somebody is waiting here.
    const awake = new AbortController();
    this.base.sleep(Math.max(0, delayMs), awake.signal).catch(() => undefined);
    try {
      await sleepBy((callback, delay) => this.setTimer(callback, delay), delayMs, signal);
    } finally {
      awake.abort();
    }
  }

  async advance(byMs: number): Promise<void> {
    await this.setTo(this.now() + byMs);
  }

  async setTo(instant: number): Promise<void> {
    await fireInOrder(this.#timers, instant, (timer) => {
      this.#moveTo(Math.max(this.now(), timer.fireAt));
      this.#fire(timer);
    });
    this.#moveTo(instant);
    for (const timer of this.#timers) this.#arm(timer);
    await settle();
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
}
