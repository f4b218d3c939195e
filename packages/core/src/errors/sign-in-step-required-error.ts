import { ApiError } from './api-error.js';
import type { ErrorDetails } from './sallyport-error.js';

/** What a sign-in can ask for besides the first factor. */
export type SignInStep =
  | 'verify-second-factor'
  | 'set-password'
  | 'reset-password'
  | 'link-identity'
  | 'choose-account'
  | 'complete-profile'
  | 'unlock-account'
  | 'confirm-address'
  | 'reauthenticate'
  | 'solve-captcha';

/** The sign-in is not refused, it wants one more step. `step` says which; `data` holds what the server sent for it. */
export class SignInStepRequiredError extends ApiError {
  override readonly name: string = 'SignInStepRequiredError';
  override readonly kind: 'sign-in-step-required' | 'mfa-required' = 'sign-in-step-required';
  readonly step: SignInStep;

  constructor(details: ErrorDetails & { readonly step: SignInStep }) {
    super(details);
    this.step = details.step;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), step: this.step };
  }
}
