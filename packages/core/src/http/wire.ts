import type { Endpoint } from './endpoint.js';

/** What one call may set, beside its arguments. */
export interface RequestOptions {
  /** Cancels the call, its retries and its waits; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** Bounds the whole call, retries included, in milliseconds. Default: the client's `timeout`. */
  readonly timeout?: number | undefined;
  /** Bounds each attempt, in milliseconds. Default: no limit but `timeout`. */
  readonly attemptTimeoutMs?: number | undefined;
  /**
   * Headers to add. They cannot replace the ones that say who calls, and those that HTTP or the client needs, such as
   * `authorization`, are refused.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A server's way to be called: what sub-clients send their rows through. */
export interface Wire {
  /** Sends what `toWire` made. Resolves with the part of the answer that the row receives. */
  send(row: Endpoint, input: unknown): Promise<unknown>;
  /**
   * Runs the endpoint's `check`, as `send` does. For flows that send something else first.
   *
   * @throws {InputError} The input can never be right.
   */
  check(row: Endpoint, input: unknown): void;
  /** The same wire, with these options on each call. */
  with(options: RequestOptions): Wire;
  /** The same wire, to another address of the same operator. */
  at(baseUrl: string): Wire;
  /**
   * Runs a flow of several calls that together have the time of one.
   *
   * @param secrets - What must show up in no error although no request carries it as it is, such as a password that goes
   * out encrypted.
   * @param run - Gets the wire for the flow, and the signal that ends its other waits.
   */
  within<T>(secrets: readonly string[], run: (wire: Wire, signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** Where the bearer of the client's own calls comes from. */
export interface CredentialSource {
  /** The token to send; `null` sends the call without one. */
  bearer(options: RequestOptions): string | null | Promise<string | null>;
  /**
   * Hears that the server refused a token. Resolves with another one to repeat the call with, once, or with `null`
   * when there is none.
   */
  replace?(refused: string, options: RequestOptions): Promise<string | null>;
}
