import type { StateContext } from './change.js';

/** One value that is replaced as a whole. */
export class Cell<T> {
  readonly #context: StateContext;
  readonly #name: string;
  readonly #initial: T;
  #current: T;

  constructor(context: StateContext, name: string, initial: T) {
    this.#context = context;
    this.#name = name;
    this.#initial = initial;
    this.#current = initial;
  }

  get current(): T {
    return this.#current;
  }

  /** @throws {Refusal} The work that does it began before the state was replaced. */
  set current(value: T) {
    this.#context.assertCurrent();
    this.#replaceBy(value);
  }

  clear(): void {
    this.#replaceBy(this.#initial);
  }

  #replaceBy(value: T): void {
    const before = this.#current;
    this.#current = value;
    this.#context.changed(['set', this.#name, value], () => {
      this.#current = before;
    });
  }
}
