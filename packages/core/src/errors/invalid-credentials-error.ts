import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** The account or the password is wrong. Let the user type them again. */
export class InvalidCredentialsError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'InvalidCredentialsError';
  override readonly kind: ErrorKind = 'invalid-credentials';
}
