import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../domain/refusal.js';

/** One request, or one call of a program. */
interface Work {
  readonly generation: number;
  /** Why a change of this work was taken back. */
  failure?: Error;
}

/**
 * Decides which work may still write. Work that began before the state was cleared must not: the state that it read is
 * gone. Nor may work of which a change was taken back because it could not be kept.
 */
export class Generation {
  readonly #works = new AsyncLocalStorage<Work>();
  #current = 0;

  /** Begins work on the state as it is now. */
  enter<T>(work: () => T): T {
    return this.#works.run({ generation: this.#current }, work);
  }

  /** The state was cleared: all that was entered before is of the past. */
  end(): void {
    this.#current += 1;
  }

  /**
   * @throws {Refusal} The state was cleared since this work began.
   * @throws {NotKeptError} A change of this work was taken back.
   */
  assertCurrent(): void {
    this.assertKept();
    if ((this.#works.getStore()?.generation ?? this.#current) === this.#current) return;
    throw new Refusal('reset-meanwhile', 'The server was reset meanwhile');
  }

  /** @throws {NotKeptError} A change of this work was taken back. */
  assertKept(): void {
    const failure = this.#works.getStore()?.failure;
    if (failure) throw failure;
  }

  /** Returns the function that fails the current work later. */
  failureOfWork(): (cause: Error) => void {
    const work = this.#works.getStore();
    return (cause) => {
      if (work) work.failure = cause;
    };
  }
}
