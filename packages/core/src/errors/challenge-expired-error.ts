import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** The pending sign-in or the code is expired, used up, or belongs to somebody else. Start the sign-in again. */
export class ChallengeExpiredError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'ChallengeExpiredError';
  override readonly kind: ErrorKind = 'challenge-expired';
}
