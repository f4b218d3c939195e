import { type CancelTimer, systemClock } from '../../clock/index.js';
import { unlessAborted } from '../../single-flight.js';
import { holdTime, type LeaseOptions } from './hold-time.js';
import type { Lease } from './lease.js';

/** Excludes those who use this very object. Who comes first gets it first. */
export class MemoryLease implements Lease {
  readonly holdMs: number;
  /** What the last who asked for a name waits for, and then its own hold. */
  readonly #last = new Map<string, Promise<void>>();

  /** @throws {ConfigurationError} */
  constructor(options: LeaseOptions = {}) {
    this.holdMs = holdTime(options);
  }

  async hold<T>(name: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const turn = this.#last.get(name) ?? Promise.resolve();
    const letGo = this.#queue(name, turn);
    let cancelTimer: CancelTimer = () => {};
    try {
      await unlessAborted(turn, signal);
      signal.throwIfAborted();
      cancelTimer = systemClock.setTimer(letGo, this.holdMs);
      return await work();
    } finally {
      cancelTimer();
      letGo();
    }
  }

  #queue(name: string, turn: Promise<void>): () => void {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const done = turn.then(async () => {
      await held;
      if (this.#last.get(name) === done) this.#last.delete(name);
    });
    this.#last.set(name, done);
    return letGo;
  }
}
