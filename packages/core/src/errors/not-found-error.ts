import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** What the call names does not exist. */
export class NotFoundError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'NotFoundError';
  override readonly kind: ErrorKind = 'not-found';
}
