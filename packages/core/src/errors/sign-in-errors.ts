// Refusals of a sign-in or of its proof, which a user mends in a form.

import { ApiError, type ErrorDetails } from './sallyport-error.js';

/** The account or the password is wrong. Let the user type them again. */
export class InvalidCredentialsError extends ApiError {
  override readonly name = 'InvalidCredentialsError';
  override readonly kind = 'invalid-credentials';
}

/** The one-time or recovery code is wrong or was used before. Ask the user for another one. */
export class InvalidCodeError extends ApiError {
  override readonly name = 'InvalidCodeError';
  override readonly kind = 'invalid-code';
  /** How many attempts remain before the server stops listening; `null` when the wire does not say. */
  readonly attemptsLeft: number | null;

  constructor(details: ErrorDetails & { readonly attemptsLeft?: number | null }) {
    super(details);
    this.attemptsLeft = details.attemptsLeft ?? null;
  }
}

/** The new password does not meet the rules of the server. Let the user choose another one; `reasons` names the rules. */
export class WeakPasswordError extends ApiError {
  override readonly name = 'WeakPasswordError';
  override readonly kind = 'weak-password';
  /** The rules that the password breaks, such as `length`, `characters` or `pwned`; empty when the server names none. */
  readonly reasons: readonly string[];

  constructor(details: ErrorDetails & { readonly reasons?: readonly string[] }) {
    super(details);
    this.reasons = details.reasons ?? reasonsIn(details.data);
  }
}

function reasonsIn(data: unknown): readonly string[] {
  const { reasons }: { readonly reasons?: unknown } = typeof data === 'object' && data !== null ? data : {};
  return Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === 'string') : [];
}

/** The server did not accept the proof of a passkey. Let the user try again, or offer another factor. */
export class PasskeyError extends ApiError {
  override readonly name = 'PasskeyError';
  override readonly kind = 'passkey';
}

/** Something that had its time is over: see `expired` for what, and what to begin again with. */
export class ChallengeExpiredError extends ApiError {
  override readonly name = 'ChallengeExpiredError';
  override readonly kind = 'challenge-expired';
  /**
   * `sign-in`: the pending sign-in is expired, used up, or of another user; begin again with the first factor.
   * `code`: only the code is; the sign-in still waits, so send a new one.
   */
  readonly expired: 'sign-in' | 'code';

  constructor(details: ErrorDetails & { readonly expired: 'sign-in' | 'code' }) {
    super(details);
    this.expired = details.expired;
  }
}

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
}

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
