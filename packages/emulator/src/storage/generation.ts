import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../domain/refusal.js';

/**
 * Tells work that began before the state was cleared from work that began after it. The first must not write: what it
 * read is gone.
 */
export class Generation {
  readonly #ofWork = new AsyncLocalStorage<number>();
  #current = 0;

  /** Begins work on the state as it is now. */
  enter<T>(work: () => T): T {
    return this.#ofWork.run(this.#current, work);
  }

  /** The state was cleared: all that was entered before is of the past. */
  end(): void {
    this.#current += 1;
  }

  /** @throws {Refusal} The state was cleared since this work began. */
  assertCurrent(): void {
    if ((this.#ofWork.getStore() ?? this.#current) === this.#current) return;
    throw new Refusal('reset-meanwhile', 'The server was reset meanwhile');
  }
}
