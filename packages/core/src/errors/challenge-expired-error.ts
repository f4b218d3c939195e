import { ApiError } from './api-error.js';
import type { ErrorDetails } from './sallyport-error.js';

/** Something that had its time is over: see `expired` for what, and what to begin again with. */
export class ChallengeExpiredError extends ApiError {
  override readonly name = 'ChallengeExpiredError';
  override readonly kind = 'challenge-expired';
  /**
   * `sign-in`: the pending sign-in is expired, used up, or belongs to somebody else; begin again with the first factor.
   * `code`: only the code is; the sign-in still waits, so send a new one.
   */
  readonly expired: 'sign-in' | 'code';

  constructor(details: ErrorDetails & { readonly expired: 'sign-in' | 'code' }) {
    super(details);
    this.expired = details.expired;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), expired: this.expired };
  }
}
