import type { ErrorKind } from './kinds.js';
import { TokenError } from './token-error.js';

/** The token was good and its time is over. Sign in again, or refresh the session. */
export class TokenExpiredError extends TokenError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'TokenExpiredError';
  override readonly kind: ErrorKind = 'token-expired';
}
