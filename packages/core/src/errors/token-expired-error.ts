import { TokenError } from './token-error.js';

/** The token was good and its time is over. Sign in again, or refresh the session. */
export class TokenExpiredError extends TokenError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'TokenExpiredError';
  override readonly kind = 'token-expired';
}
