import { EventEmitter } from 'eventemitter3';
import { InputError } from '../errors/index.js';
import type { Logger } from '../logging/logger.js';

/** Removes a listener. Calling it again does nothing. */
export type Unsubscribe = () => void;

/** Hears of one event. What it returns is not waited for. */
export type Listener<Payload> = (payload: Payload) => void;

/**
 * An event emitter whose names and payloads one type declares. A listener that throws, or returns a promise that
 * rejects, is reported to the logger and stops neither the operation nor other listeners.
 */
export class TypedEmitter<Events extends object> {
  readonly #emitter = new EventEmitter();
  readonly #names: ReadonlySet<string>;
  readonly #logger: Logger;

  /** @param names - Every event there is; any other name is refused, since it is a typing mistake. */
  constructor(names: readonly (keyof Events & string)[], logger: Logger) {
    this.#names = new Set<string>(names);
    this.#logger = logger;
  }

  /** @throws {InputError} The event does not exist, or the listener is not a function. */
  on<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): Unsubscribe {
    if (!this.#names.has(name)) {
      throw new InputError({
        message: `There is no event ${JSON.stringify(name)}`,
        remedy: `Listen to one of ${[...this.#names].join(', ')}.`,
      });
    }
    if (typeof listener !== 'function') {
      throw new InputError({ message: `The listener of ${name} is not a function`, remedy: 'Pass a function.' });
    }
    // A function of its own, since `off` takes away every registration of the one it is given.
    const registered: Listener<Events[Name]> = (payload) => listener(payload);
    this.#emitter.on(name, registered);
    return () => {
      this.#emitter.off(name, registered);
    };
  }

  /** Whether an event has a listener. */
  hasListener(name: keyof Events & string): boolean {
    return this.#emitter.listenerCount(name) > 0;
  }

  /** Calls the listeners one by one, each guarded from the others. */
  emit<Name extends keyof Events & string>(name: Name, payload: Events[Name]): void {
    for (const listener of this.#emitter.listeners(name)) this.deliver(name, listener, payload);
  }

  /** Calls one listener. A failure is logged. */
  deliver<Name extends keyof Events & string>(
    name: Name,
    listener: Listener<Events[Name]>,
    payload: Events[Name],
  ): void {
    try {
      const returned: unknown = listener(payload);
      if (returned instanceof Promise) returned.catch((error: unknown) => this.#report(name, error));
    } catch (error) {
      this.#report(name, error);
    }
  }

  /** Removes every listener. */
  clear(): void {
    this.#emitter.removeAllListeners();
  }

  #report(name: string, error: unknown): void {
    this.#logger.error('A listener failed', {
      event: name,
      reason: error instanceof Error ? error.name : typeof error,
    });
  }
}
