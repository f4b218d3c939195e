import type { ErrorDetails } from './sallyport-error.js';
import { SignInStepRequiredError } from './sign-in-step-required-error.js';

/** What a server sends along with its demand for a second factor. Each adds fields of its own. */
export interface MfaDemand {
  /** The bearer of the second step: a secret. `''` where the server sent none; then begin again with the first factor. */
  readonly mfaToken: string;
  readonly [field: string]: unknown;
}

/**
 * The first factor was right and the second one is due. Nobody is signed out by it: a session that was there stays
 * until the second factor succeeds. `client.pendingSignIn` holds what the next screen needs, and
 * `error.data.mfaToken` is the bearer of the second step.
 */
export class MfaRequiredError extends SignInStepRequiredError {
  override readonly name = 'MfaRequiredError';
  override readonly kind = 'mfa-required';
  /** What the server sent along. Not enumerable, since it holds the `mfaToken`. */
  declare readonly data: MfaDemand;

  constructor(details: ErrorDetails) {
    super({ ...details, data: toDemand(details.data), step: 'verify-second-factor' });
  }
}

function toDemand(data: unknown): MfaDemand {
  const { mfaToken, ...rest }: { readonly mfaToken?: unknown } = typeof data === 'object' && data !== null ? data : {};
  return { ...rest, mfaToken: typeof mfaToken === 'string' ? mfaToken : '' };
}
