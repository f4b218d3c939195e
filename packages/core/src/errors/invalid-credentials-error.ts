import { ApiError } from './api-error.js';

/** The account or the password is wrong. Let the user type them again. */
export class InvalidCredentialsError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'InvalidCredentialsError';
  override readonly kind = 'invalid-credentials';
}
