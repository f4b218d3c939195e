import { ApiError } from './api-error.js';

/** Something of that name exists already. */
export class ConflictError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'ConflictError';
  override readonly kind = 'conflict';
}
