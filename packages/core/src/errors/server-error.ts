import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** The server failed. Try again later, where the call is harmless to repeat. */
export class ServerError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'ServerError';
  override readonly kind: ErrorKind = 'server';
}
