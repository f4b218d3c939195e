// Refusals, and answers that are none.

import type { ApiErrorKind } from './kinds.js';
import { type ErrorDetails, SallyportError } from './sallyport-error.js';

/** The server answered, and refused. Read `code`, `status` and `requestId`. */
export class ApiError extends SallyportError {
  override readonly name: string = 'ApiError';
  override readonly kind: ApiErrorKind = 'api';
}

/** The token that went along is missing, expired or not valid any more. Sign in again. */
export class UnauthenticatedError extends ApiError {
  override readonly name: string = 'UnauthenticatedError';
  override readonly kind: 'unauthenticated' | 'session-lost' = 'unauthenticated';
}

/**
 * The server refused to renew the session, and nobody who shares it has a newer one: it is over, here and in the storage.
 * Everything that waited for the renewal is rejected with the same error. Sign in again.
 */
export class SessionLostError extends UnauthenticatedError {
  override readonly name = 'SessionLostError';
  override readonly kind = 'session-lost';
}

/** Whoever is signed in may not do this. Asking again does not help. */
export class PermissionError extends ApiError {
  override readonly name = 'PermissionError';
  override readonly kind = 'permission-denied';
}

/** What the call names does not exist. */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
  override readonly kind = 'not-found';
}

/** Something of that name exists already. */
export class ConflictError extends ApiError {
  override readonly name = 'ConflictError';
  override readonly kind = 'conflict';
}

/** Too many attempts. Wait `retryAfterMs` before the next one, or a while when it is `null`. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';
  override readonly kind = 'rate-limited';

  constructor(details: ErrorDetails) {
    super({ ...details, retryable: details.retryable ?? true });
  }
}

/** The server failed. Try again later, where the call is harmless to repeat. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError';
  override readonly kind = 'server';
}

/** An answer arrived that is not what the server’s contract promises: HTML, a torn body, a wrong content type, too much, or a redirect. Often a proxy or a captive portal; check the address. */
export class InvalidResponseError extends ApiError {
  override readonly name = 'InvalidResponseError';
  override readonly kind = 'invalid-response';
}

/** This server cannot do what was asked. `mfa.capabilities` says so beforehand. */
export class UnsupportedByServerError extends ApiError {
  override readonly name = 'UnsupportedByServerError';
  override readonly kind = 'unsupported-by-server';
}

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

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), attemptsLeft: this.attemptsLeft };
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

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), reasons: this.reasons };
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

/** What an `OAuthError` is made of. */
export interface OAuthErrorDetails extends ErrorDetails {
  /** The server's word, such as `invalid_grant`. */
  readonly error: string;
}

/**
 * A token endpoint refused. Read `error`: `invalid_grant` says that the code or the refresh token is used up,
 * `invalid_client` that the application's credentials are wrong.
 *
 * @see RFC 6749 section 5.2
 */
export class OAuthError extends ApiError {
  override readonly name = 'OAuthError';
  override readonly kind = 'oauth';
  /** The server's word, unchanged. */
  readonly error: string;

  constructor(details: OAuthErrorDetails) {
    super(details);
    this.error = details.error;
  }
}
