import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** The token that went along is missing, expired or not valid any more. Sign in again. */
export class UnauthenticatedError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'UnauthenticatedError';
  override readonly kind: ErrorKind = 'unauthenticated';
}
