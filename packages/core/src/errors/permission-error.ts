import { ApiError } from './api-error.js';

/** Whoever is signed in may not do this. Asking again does not help. */
export class PermissionError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'PermissionError';
  override readonly kind = 'permission-denied';
}
