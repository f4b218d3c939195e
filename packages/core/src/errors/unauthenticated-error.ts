import { ApiError } from './api-error.js';

/** The token that went along is missing, expired or not valid any more. Sign in again. */
export class UnauthenticatedError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'UnauthenticatedError';
  override readonly kind: 'unauthenticated' | 'session-lost' = 'unauthenticated';
}
