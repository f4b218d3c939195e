import type { RefusalName } from '../errors/index.js';

/** Whose bearer a request carries. `argument`: one that the caller hands over, such as an `mfaToken`. */
export type Credential = 'client' | 'none' | 'argument' | 'argument-or-client';

/** What a row says beside its address. What it leaves out is the usual case, which stands first. */
export interface Traits<C extends Credential = Credential> {
  readonly credential?: C;
  /** Whether a repeat does no harm, so that it may be sent again. By default GET and queries only. */
  readonly idempotent?: boolean;
  /** What the body is written as; `multipart` is a form of files. */
  readonly sends?: 'json' | 'form' | 'multipart';
  /**
   * What comes back: the envelope's `data`, the whole body (with an envelope or without), its text, or the body with the
   * headers of the answer. A wire without envelopes takes the first two for one.
   */
  readonly receives?: 'data' | 'body' | 'text' | 'body-and-headers';
  /**
   * Throws for input that can never be right, before anything is sent. A wire that sends arguments as given skips it.
   * The safety of paths is not a check: every wire enforces it.
   */
  readonly check?: (input: never) => unknown;
  /** What codes mean at this one endpoint, over what they mean elsewhere. */
  readonly refusals?: Readonly<Record<number | string, RefusalName>>;
}

/** Where a REST endpoint is. */
export interface RestAddress {
  /** The verb, in capitals. */
  readonly method: string;
  /** The path with `{name}` where a value goes. */
  readonly path: string;
}

/** Which operation of the GraphQL schema an endpoint is. */
export interface GraphqlAddress {
  /** The root field, whose value is the answer. */
  readonly root: string;
  /** The document, written on first use. */
  readonly document: () => string;
}

/** Where an endpoint is, on either kind of wire. */
export type Address = RestAddress | GraphqlAddress;

/**
 * Maps the public arguments to the wire input. `never` takes in every parameter list, and unlike `any` or `unknown`
 * it leaves `(page = 1)` a number.
 */
export type ToWire<WireInput = unknown> = (...args: never) => WireInput;

/** One endpoint: its address, and the pure functions from arguments to wire input and from answer to result. */
export interface Endpoint<F extends ToWire = ToWire, Answer = never, Result = unknown, At = Address> {
  readonly address: At;
  readonly traits: Traits;
  readonly toWire: F;
  readonly fromWire: (answer: Answer) => Result;
}

/** A complete row, whose result is the answer unless `maps` replaces it. */
export interface Returning<F extends ToWire, Answer, At> extends Endpoint<F, Answer, Answer, At> {
  /** Replaces the answer by a pure function of it. */
  maps<Result>(fromWire: (answer: Answer) => Result): Endpoint<F, Answer, Result, At>;
}

/** Makes a complete row out of its parts; `rest` and `graphql` end with it. */
export function returning<F extends ToWire, Answer, At>(
  address: At,
  traits: Traits,
  toWire: F,
): Returning<F, Answer, At> {
  // Without a prototype, so that nobody who pollutes that of all objects says what a row leaves out.
  const row = { address, traits: { __proto__: null, ...traits }, toWire };
  return { ...row, fromWire: (answer) => answer, maps: (fromWire) => ({ ...row, fromWire }) };
}

/** A function may return more than its type asks for. Here every key too many would have to be `never`. */
export type Exact<Actual, Allowed> = Allowed & { readonly [Key in Exclude<keyof Actual, keyof Allowed>]: never };

/** A value that a query string can carry; the last two leave its name out. */
export type Scalar = string | number | boolean | null | undefined;
