import { isSallyportError } from '@sallyport/core/errors';
import type { Logger } from '@sallyport/core/logging';
import { withPublishedCode } from './published-error-code.js';

/** The option `onError`. */
// biome-ignore lint/suspicious/noExplicitAny: the vendor's type
export type OnError = (code: number, message: string, data?: any) => unknown;

type Method = (...args: readonly unknown[]) => unknown;
type ClientClass = new (...args: never) => object;

/** The parts of a client whose failures are reported. */
export interface ClientParts {
  /** Class of the views that `with` and `as` return. */
  readonly View: ClientClass;
  readonly subClients: readonly string[];
}

interface ReportSettings {
  readonly onError: OnError | undefined;
  readonly logger: Logger;
}

/** Gives each failure the code that the published client gives it, and reports it once to the caller's `onError`. */
export class FailureReport {
  readonly parts: ClientParts;
  readonly #settings: ReportSettings;
  readonly #reported = new WeakSet();

  constructor(parts: ClientParts, settings: ReportSettings) {
    this.parts = parts;
    this.#settings = settings;
  }

  /** @throws The value that `onError` throws. The call then rejects with it, as with the published client. */
  add(error: unknown): void {
    if (typeof error === 'object' && error !== null) {
      if (this.#reported.has(error)) return;
      this.#reported.add(error);
    }
    withPublishedCode(error);
    // The reason of an abort can be anything.
    const { code, message, data } = isSallyportError(error) ? error : detailsOf(error);
    const { onError, logger } = this.#settings;
    const returned = onError?.(code as number, message, data); // servers send texts too, unlike the vendor's type
    if (returned instanceof Promise) returned.catch(() => logger.error('A listener failed', { event: 'onError' }));
  }

  /** Calls a method. What it throws or rejects with is reported, and so are failures that it reports to a callback. */
  call(name: string, method: Method, target: object, args: readonly unknown[]): unknown {
    try {
      const returned = Reflect.apply(method, target, REPORTING_CALLBACKS.get(name)?.(this, args) ?? args);
      if (returned instanceof Promise) return returned.catch((error: unknown) => this.#fail(error));
      const hasFailures = returned instanceof this.parts.View || isAsyncIterable(returned);
      return hasFailures ? reportingFailures(returned, this) : returned;
    } catch (error) {
      return this.#fail(error);
    }
  }

  #fail(error: unknown): never {
    this.add(error);
    throw error;
  }
}

function detailsOf(error: unknown): { readonly code?: undefined; readonly message: string; readonly data?: undefined } {
  return { message: error instanceof Error ? error.message : String(error) };
}

function isAsyncIterable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** The same object, whose methods report their failures. */
function reportingFailures<Target extends object>(target: Target, report: FailureReport): Target {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name, object); // private fields are those of the object itself
      if (typeof name === 'string' && typeof member === 'function') {
        const method = member as Method; // only a call can show its parameters
        return (...args: readonly unknown[]) => report.call(name, method, object, args);
      }
      if (typeof member === 'function') return member.bind(object);
      const isSubClient = report.parts.subClients.some((subClient) => subClient === name);
      return isSubClient ? reportingFailures(member as object, report) : member; // each of them is an object
    },
  });
}

type MapArguments = (report: FailureReport, args: readonly unknown[]) => readonly unknown[];

/** Methods that end before their outcome, and report its failure to a callback. */
const REPORTING_CALLBACKS: ReadonlyMap<string, MapArguments> = /* @__PURE__ */ new Map<string, MapArguments>([
  ['authorize', (report, args) => args.map((arg) => (hasCallbacks(arg) ? reportingOnError(report, arg) : arg))],
  [
    'sub',
    (report, [eventName, callback, errCallback]) => [eventName, callback, reportingCallback(report, errCallback)],
  ],
]);

interface Callbacks {
  readonly onSuccess?: unknown;
  readonly onError?: Method;
}

function hasCallbacks(arg: unknown): arg is Callbacks {
  if (typeof arg !== 'object' || arg === null) return false;
  return ('onSuccess' in arg && Boolean(arg.onSuccess)) || ('onError' in arg && typeof arg.onError === 'function');
}

function reportingOnError(report: FailureReport, options: Callbacks): Callbacks {
  return {
    ...options,
    onError: (code, message, data, error) => {
      try {
        options.onError?.(code, message, data);
      } finally {
        report.add(error);
      }
    },
  };
}

function reportingCallback(report: FailureReport, callback: unknown): unknown {
  if (callback !== undefined && callback !== null && typeof callback !== 'function') return callback; // is refused
  return (error: unknown) => {
    report.add(error);
    return callback?.(error);
  };
}

const REPORT = Symbol('failure report');

interface Reporting {
  readonly [REPORT]?: FailureReport;
}

/** A subclass whose methods report their failures to the report that `reportFailures` gave the instance. */
export function reportingClass<Base extends ClientClass>(Base: Base): Base {
  const Parent = Base as unknown as new (...args: readonly unknown[]) => Reporting; // which constructors of any kind satisfy
  class ReportingClient extends Parent {}
  for (const [name, method] of methodsOf(Base.prototype)) {
    Object.defineProperty(ReportingClient.prototype, name, {
      configurable: true,
      writable: true,
      value(this: Reporting, ...args: readonly unknown[]): unknown {
        const { [REPORT]: report } = this;
        return report ? report.call(name, method, this, args) : Reflect.apply(method, this, args);
      },
    });
  }
  return ReportingClient as unknown as Base; // which has the methods and the constructor of its base
}

/** Has a client of a reporting class report its failures, and those of its sub-clients. */
export function reportFailures(client: object, report: FailureReport): void {
  Object.defineProperty(client, REPORT, { value: report });
  for (const name of report.parts.subClients) {
    const subClient: object = Reflect.get(client, name);
    const value = reportingFailures(subClient, report);
    Object.defineProperty(client, name, { value, enumerable: true, configurable: true, writable: true });
  }
}

function methodsOf(prototype: object): ReadonlyMap<string, Method> {
  const methods = new Map<string, Method>();
  for (let level = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name !== 'constructor' && typeof value === 'function' && !methods.has(name)) methods.set(name, value);
    }
  }
  return methods;
}
