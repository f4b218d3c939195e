import type { ApiError } from './api-error.js';
import type { CallbackError } from './callback-error.js';
import type { ChallengeExpiredError } from './challenge-expired-error.js';
import type { ClockSkewError } from './clock-skew-error.js';
import type { ConfigurationError } from './configuration-error.js';
import type { ConflictError } from './conflict-error.js';
import type { DisposedError } from './disposed-error.js';
import type { InputError } from './input-error.js';
import type { InvalidCodeError } from './invalid-code-error.js';
import type { InvalidCredentialsError } from './invalid-credentials-error.js';
import type { InvalidResponseError } from './invalid-response-error.js';
import type { IssuerMismatchError } from './issuer-mismatch-error.js';
import type { LoginError } from './login-error.js';
import type { MfaRequiredError } from './mfa-required-error.js';
import type { NetworkError } from './network-error.js';
import type { NotFoundError } from './not-found-error.js';
import type { NotSignedInError } from './not-signed-in-error.js';
import type { OAuthError } from './oauth-error.js';
import type { PasskeyError } from './passkey-error.js';
import type { PermissionError } from './permission-error.js';
import type { PopupBlockedError } from './popup-blocked-error.js';
import type { PopupClosedError } from './popup-closed-error.js';
import type { ProxyError } from './proxy-error.js';
import type { RateLimitError } from './rate-limit-error.js';
import { isBranded } from './sallyport-error.js';
import type { ServerError } from './server-error.js';
import type { SessionLostError } from './session-lost-error.js';
import type { SignInStepRequiredError } from './sign-in-step-required-error.js';
import type { StateMismatchError } from './state-mismatch-error.js';
import type { StorageError } from './storage-error.js';
import type { TimeoutError } from './timeout-error.js';
import type { TokenClaimError } from './token-claim-error.js';
import type { TokenError } from './token-error.js';
import type { TokenExpiredError } from './token-expired-error.js';
import type { TokenSignatureError } from './token-signature-error.js';
import type { UnauthenticatedError } from './unauthenticated-error.js';
import type { UnsupportedByServerError } from './unsupported-by-server-error.js';
import type { WeakPasswordError } from './weak-password-error.js';

/** An error of a class that has subclasses, when it is of that class itself. */
type Only<Base, Kind> = Base & { readonly kind: Kind };

/** Every error that our clients throw. `switch (error.kind)` narrows it to one class. */
export type AnySallyportError =
  | Only<ApiError, 'api'>
  | Only<CallbackError, 'invalid-callback'>
  | ChallengeExpiredError
  | ClockSkewError
  | ConfigurationError
  | ConflictError
  | DisposedError
  | InputError
  | InvalidCodeError
  | InvalidCredentialsError
  | InvalidResponseError
  | IssuerMismatchError
  | LoginError
  | MfaRequiredError
  | Only<NetworkError, 'network'>
  | NotFoundError
  | NotSignedInError
  | OAuthError
  | PasskeyError
  | PermissionError
  | PopupBlockedError
  | PopupClosedError
  | ProxyError
  | RateLimitError
  | ServerError
  | SessionLostError
  | Only<SignInStepRequiredError, 'sign-in-step-required'>
  | StateMismatchError
  | StorageError
  | TimeoutError
  | Only<TokenClaimError, 'token-claim'>
  | Only<TokenError, 'token'>
  | TokenExpiredError
  | TokenSignatureError
  | Only<UnauthenticatedError, 'unauthenticated'>
  | UnsupportedByServerError
  | WeakPasswordError;

/**
 * Whether a caught value is one of our errors, whichever installed copy of the package made it.
 *
 * A `switch` on `error.kind` then narrows to the class: `invalid-code` has `attemptsLeft`, `mfa-required` has
 * `data.mfaToken`.
 */
export function isSallyportError(value: unknown): value is AnySallyportError {
  return isBranded(value);
}
