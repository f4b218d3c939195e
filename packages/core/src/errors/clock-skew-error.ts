import type { ErrorDetails } from './sallyport-error.js';
import { TokenClaimError } from './token-claim-error.js';

/** A good token begins later than this machine believes it to be now. Set the clock of this machine, then sign in again. */
export class ClockSkewError extends TokenClaimError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'ClockSkewError';
  override readonly kind = 'clock-skew';
  /** By how many seconds this machine's clock is behind the issuer's, at least. */
  readonly offsetSeconds: number;

  constructor(details: ErrorDetails & { readonly offsetSeconds: number }) {
    super(details);
    this.offsetSeconds = details.offsetSeconds;
  }
}
