import type { NetworkError } from '@sallyport/core/errors';
import { lazy } from '@sallyport/core/loading';
import type { GoTrueErrorDetails, GoTrueMfa, GoTruePart } from './gotrue-mfa.types.js';

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** Methods of the GoTrue style that belong to no single factor. The compiler finds a missing name. */
export const GOTRUE_METHODS: { readonly [Name in Exclude<keyof GoTrueMfa, GoTruePart>]: true } = {
  enroll: true,
  challenge: true,
  verify: true,
  challengeAndVerify: true,
  unenroll: true,
  listFactors: true,
  getAuthenticatorAssuranceLevel: true,
};

/**
 * Makes methods of the GoTrue style, whose code loads with the first call. None throws or rejects, and each can be taken
 * off the object.
 *
 * @param load - Loads an object with methods that return answers; again with the next call if that failed.
 */
export function answering<Methods extends object>(
  names: { readonly [Name in keyof Methods]: true },
  load: () => Promise<object>,
): Methods {
  const loaded = lazy(load);
  const call = (name: string): Method => {
    return async (...args) => {
      let methods: Readonly<Record<string, Method>>;
      try {
        methods = (await loaded()) as typeof methods; // the names are those of its methods
      } catch (cause) {
        return { data: null, error: notLoaded(cause) };
      }
      return methods[name]?.(...args);
    };
  };
  // A method for each name. The loaded ones accept any arguments, and answer what the type says.
  return Object.fromEntries(Object.keys(names).map((name) => [name, call(name)])) as Methods;
}

// Made by hand, as `AuthError` would be: a page that does not use this style does not load that class either.
function notLoaded(cause: unknown): Error {
  // `lazy` rejects with a NetworkError.
  const { kind, remedy, retryable, retryAfterMs } = cause as NetworkError;
  const details = { kind, remedy, retryable, retryAfterMs } satisfies GoTrueErrorDetails;
  const marks = { name: 'AuthRetryableFetchError', status: 0, code: undefined, ...details, __isAuthError: true };
  return Object.assign(new Error('The code of this call could not be loaded', { cause }), marks);
}
