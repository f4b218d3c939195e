import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** Something of that name exists already. */
export class ConflictError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'ConflictError';
  override readonly kind: ErrorKind = 'conflict';
}
