import { isSallyportError, type Logger } from '@sallyport/core';

/** What the option `onError` takes. */
// biome-ignore lint/suspicious/noExplicitAny: the vendor's type
export type OnError = (code: number, message: string, data?: any) => unknown;

/** Tells a caller's `onError` of what fails, each failure once. */
export class FailureReport {
  readonly #onError: OnError;
  readonly #logger: Logger;
  readonly #told = new WeakSet();

  constructor(onError: OnError, logger: Logger) {
    this.#onError = onError;
    this.#logger = logger;
  }

  /** @throws What `onError` throws, in which case that is what the call rejects with, as with the vendor's client. */
  tell(error: unknown): void {
    if (typeof error === 'object' && error !== null) {
      if (this.#told.has(error)) return;
      this.#told.add(error);
    }
    const { code, message, data } = isSallyportError(error) ? error : detailsOf(error);
    // The vendor's type knows numbers alone; servers send texts too, and where none has answered there is no code.
    const returned = this.#onError(code as number, message, data);
    if (returned instanceof Promise)
      returned.catch(() => this.#logger.error('A listener failed', { event: 'onError' }));
  }
}

// The reason of an abort can be anything.
function detailsOf(error: unknown): { readonly code?: undefined; readonly message: string; readonly data?: undefined } {
  return { message: error instanceof Error ? error.message : String(error) };
}

/** The same object, whose methods report what they throw or reject with. */
export function hearingFailures<T extends object>(target: T, report: FailureReport | undefined): T {
  if (!report) return target;
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name, object); // which has fields that only itself can read
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        try {
          const returned: unknown = Reflect.apply(member, object, args);
          return returned instanceof Promise ? returned.catch((error: unknown) => fail(error, report)) : returned;
        } catch (error) {
          return fail(error, report);
        }
      };
    },
  });
}

function fail(error: unknown, report: FailureReport): never {
  report.tell(error);
  throw error;
}
