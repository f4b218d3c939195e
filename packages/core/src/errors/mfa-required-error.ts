import type { ErrorKind } from './kinds.js';
import type { ErrorDetails } from './sallyport-error.js';
import { SignInStepRequiredError } from './sign-in-step-required-error.js';

/**
 * The first factor was right and the second one is due. Nobody is signed out by it: a session that was there stays
 * until the second factor succeeds. `client.pendingSignIn` holds what the next screen needs, and
 * `error.data.mfaToken` is the bearer of the second step.
 */
export class MfaRequiredError extends SignInStepRequiredError {
  override readonly name: string = 'MfaRequiredError';
  override readonly kind: ErrorKind = 'mfa-required';

  constructor(details: ErrorDetails) {
    super({ ...details, step: 'verify-second-factor' });
  }
}
