import {
  type Credential,
  type Exact,
  type RestAddress,
  type Returning,
  returning,
  type Scalar,
  type ToWire,
  type Traits,
} from './endpoint.js';
import type { UploadProgress } from './http-transport.js';

type None = Record<never, never>;
type Names<Route extends string> = Route extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
// `{client.userPoolId}` comes from the client's options, every other placeholder from `accepts`.
type Path<Route extends string> = { readonly [Name in Exclude<Names<Route>, `client.${string}`>]: string | number };

type RestInput<Route extends string, C extends Credential> = {
  readonly query?: { readonly [name: string]: Scalar | readonly Scalar[] };
  readonly headers?: { readonly [name: string]: string | undefined };
  readonly body?: unknown;
  readonly onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
} & (None extends Path<Route> ? { readonly path?: Path<Route> } : { readonly path: Path<Route> }) &
  (C extends 'argument' ? { readonly bearer: string } : unknown) &
  (C extends 'argument-or-client' ? { readonly bearer?: string | undefined } : unknown);

type ExactRest<Input, Route extends string, C extends Credential> = Exact<Input, RestInput<Route, C>> &
  (Input extends { readonly path: infer Values } ? { readonly path: Exact<Values, Path<Route>> } : unknown);

/** A REST row that lacks nothing but the type of its answer. */
export interface RestReturns<F extends ToWire> {
  /** Says what the answer is; nothing checks it at run time but the contract tests. */
  returns<Answer>(): Returning<F, Answer, RestAddress>;
}

/** A REST row that lacks its arguments. */
export interface RestAccepts<Route extends string, C extends Credential> {
  /** Maps the public positional arguments to path values, query, headers, body and bearer. */
  accepts<F extends ToWire<ExactRest<ReturnType<F>, Route, C>>>(toWire: F): RestReturns<F>;
}

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Begins a REST row. A route that needs no value can do without `accepts`. */
export function rest<const Route extends `${Verb} /${string}`, const C extends Credential = 'client'>(
  route: Route,
  traits?: Traits<C>,
): RestAccepts<Route, C> & (None extends RestInput<Route, C> ? RestReturns<() => None> : unknown) {
  const [method = '', path = ''] = route.split(' ');
  const accepts = <F extends ToWire>(toWire: F): RestReturns<F> => ({
    returns: () => returning({ method, path }, { idempotent: method === 'GET', ...traits }, toWire),
  });
  return { accepts, ...accepts(() => ({})) };
}
