import { toAuthError } from './to-auth-error.js';

/** What every call answers. */
export type Answer<T> =
  | { readonly data: T; readonly error: null }
  | { readonly data: null; readonly error: ReturnType<typeof toAuthError> };

/** The result of a call whose type `GoTrueMfa` describes. */
export type Answered = Promise<Answer<unknown>>;

/** Runs a call, reading its arguments included, and answers whatever becomes of it. Never rejects. */
export async function answer<T>(call: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { data: await call(), error: null };
  } catch (error) {
    return { data: null, error: toAuthError(error) };
  }
}
