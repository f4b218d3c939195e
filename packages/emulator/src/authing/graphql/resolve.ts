import type { Endpoint, GraphqlAddress, ToWire } from '@sallyport/core/endpoints';
import type { AuthingCall } from '../authing-call.js';

/**
 * Arguments under the names that the row has. The schema has checked their types; whether the schema and the row
 * agree on what must be there, nobody has.
 */
type UntrustedArguments<T> = T extends string | number | boolean | null | undefined
  ? T | null | undefined
  : T extends readonly (infer Item)[]
    ? readonly UntrustedArguments<Item>[] | null | undefined
    : { readonly [Name in keyof T]?: UntrustedArguments<T[Name]> };

/** Answers the root field of a row. */
export type Resolve = <F extends ToWire, Answer, Result>(
  row: Endpoint<F, Answer, Result, GraphqlAddress>,
  handle: (args: UntrustedArguments<ReturnType<F>>, call: AuthingCall) => NoInfer<Answer> | Promise<NoInfer<Answer>>,
) => void;

/** A root field as graphql-js calls it. */
export type RootResolver = (args: never, call: AuthingCall) => unknown;
