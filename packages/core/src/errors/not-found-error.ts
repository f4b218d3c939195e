import { ApiError } from './api-error.js';

/** What the call names does not exist. */
export class NotFoundError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'NotFoundError';
  override readonly kind = 'not-found';
}
