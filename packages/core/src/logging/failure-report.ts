import { isSallyportError, type SallyportError } from '../errors/index.js';
import type { Logger } from './logger.js';

/** What the option `onError` takes. */
// biome-ignore lint/suspicious/noExplicitAny: the vendor's type
export type OnError = (code: number, message: string, data?: any) => unknown;

/** Names a failure that has no code of the server's. */
export type ErrorCodeOf = (error: SallyportError) => number | string;

/** How failures are reported. */
export interface FailureSettings {
  readonly onError: OnError | undefined;
  readonly errorCode: ErrorCodeOf | undefined;
  readonly logger: Logger;
}

/** Reports failures to a caller's `onError`, each one once, after `errorCode` has named those without a code. */
export class FailureReport {
  readonly #settings: FailureSettings;
  readonly #told = new WeakSet();

  constructor(settings: FailureSettings) {
    this.#settings = settings;
  }

  /** @returns `undefined` when neither option is set: then nothing has to be watched. */
  static from(settings: FailureSettings): FailureReport | undefined {
    return settings.onError || settings.errorCode ? new FailureReport(settings) : undefined;
  }

  /** @throws What `onError` throws, in which case that is what the call rejects with, as with the vendor's client. */
  tell(error: unknown): void {
    if (typeof error === 'object' && error !== null) {
      if (this.#told.has(error)) return;
      this.#told.add(error);
    }
    const { onError, logger } = this.#settings;
    this.name(error);
    if (!onError) return;
    const { code, message, data } = isSallyportError(error) ? error : detailsOf(error);
    // The vendor's type knows numbers alone; servers send texts too, and where none has answered there is no code.
    const returned = onError(code as number, message, data);
    if (returned instanceof Promise) returned.catch(() => logger.error('A listener failed', { event: 'onError' }));
  }

  /** Gives an error of ours the code that it lacks. */
  name(error: unknown): void {
    const { errorCode } = this.#settings;
    if (!errorCode || !isSallyportError(error) || error.code !== undefined) return;
    Object.defineProperty(error, 'code', { value: errorCode(error), enumerable: true });
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
          if (returned instanceof Promise) return returned.catch((error: unknown) => fail(error, report));
          return isAsyncIterable(returned) ? hearingFailures(returned, report) : returned;
        } catch (error) {
          return fail(error, report);
        }
      };
    },
  });
}

function isAsyncIterable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function fail(error: unknown, report: FailureReport): never {
  report.tell(error);
  throw error;
}
