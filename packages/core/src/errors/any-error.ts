import type {
  ConflictError,
  InvalidResponseError,
  NotFoundError,
  OAuthError,
  PermissionError,
  RateLimitError,
  ServerError,
  SessionLostError,
  UnauthenticatedError,
  UnsupportedByServerError,
} from './api-errors.js';
import { BRAND } from './brand.js';
import type {
  ConfigurationError,
  DisposedError,
  InputError,
  NetworkError,
  NotSignedInError,
  PopupBlockedError,
  PopupClosedError,
  ProxyError,
  StorageError,
  TimeoutError,
} from './client-errors.js';
import type { ApiError } from './sallyport-error.js';
import type {
  ChallengeExpiredError,
  InvalidCodeError,
  InvalidCredentialsError,
  MfaRequiredError,
  PasskeyError,
  SignInStepRequiredError,
  WeakPasswordError,
} from './sign-in-errors.js';
import type {
  CallbackError,
  ClockSkewError,
  IssuerMismatchError,
  LoginError,
  NoCallbackError,
  StateMismatchError,
  TokenClaimError,
  TokenError,
  TokenExpiredError,
  TokenSignatureError,
} from './token-errors.js';

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
  | NoCallbackError
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
  return typeof value === 'object' && value !== null && BRAND in value;
}
