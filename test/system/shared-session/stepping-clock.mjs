/**
 * A clock that is told what time it is. Timers fire only when they are asked to: a machine that has slept through them
 * sees the time before they fire.
 */
export class SteppingClock {
  /** @type {number} */
  #now;
  /** @type {Set<{ readonly fireAt: number, readonly callback: () => void }>} */
  #timers = new Set();

  /** @param {number} now */
  constructor(now) {
    this.#now = now;
  }

  /** @param {number} now */
  moveTo(now) {
    this.#now = now;
  }

  fireDue() {
    const due = [...this.#timers].filter(({ fireAt }) => fireAt <= this.#now);
    for (const timer of due) if (this.#timers.delete(timer)) timer.callback();
  }

  now() {
    return this.#now;
  }

  /**
   * @param {() => void} callback
   * @param {number} delayMs
   */
  setTimer(callback, delayMs) {
    const timer = { fireAt: this.#now + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Nothing that shares a session sleeps by it. @returns {Promise<void>} */
  sleep() {
    return Promise.reject(new Error('Nobody may sleep here'));
  }
}
