import { pause } from '../../http/deadline.js';
import { isBoundToRequests } from '../../platform/requests.js';
import { throwIfAborted, unlessAborted } from '../../unless-aborted.js';
import { HoldTerm } from './hold-term.js';
import { holdTime, type LeaseOptions } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';

/** Excludes those who use this very object. Who comes first gets it first. */
export class MemoryLease implements Lease {
  readonly holdMs: number;
  /** What the last who asked for a name waits for, and then its own hold. */
  readonly #last = new Map<string, Promise<void>>();

  /** @throws {ConfigurationError} */
  constructor(options: LeaseOptions = {}) {
    this.holdMs = holdTime(options);
  }

  async hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    throwIfAborted(signal);
    const turn = this.#turnAfter(this.#last.get(name));
    const term = new HoldTerm(this.holdMs, this.#queue(name, turn));
    try {
      await unlessAborted(turn, signal);
      throwIfAborted(signal);
      term.start();
      return await work(async () => term.extend());
    } finally {
      term.end();
    }
  }

  // The timer that ends a hold is lost when the request of its holder ends.
  #turnAfter(last: Promise<void> = Promise.resolve()): Promise<void> {
    return isBoundToRequests() ? Promise.race([last, pause(this.holdMs)]) : last;
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
