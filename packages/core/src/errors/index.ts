export { type AnySallyportError, isSallyportError } from './any-error.js';
export {
  ConflictError,
  InvalidResponseError,
  NotFoundError,
  OAuthError,
  type OAuthErrorDetails,
  PermissionError,
  RateLimitError,
  ServerError,
  SessionLostError,
  UnauthenticatedError,
  UnsupportedByServerError,
} from './api-errors.js';
export {
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
export type { ApiErrorKind, CallbackErrorKind, ErrorKind, TokenErrorKind } from './kinds.js';
export type { RefusalName } from './refusals.js';
export { ApiError, type ErrorDetails, SallyportError } from './sallyport-error.js';
export {
  ChallengeExpiredError,
  InvalidCodeError,
  InvalidCredentialsError,
  type MfaDemand,
  MfaRequiredError,
  PasskeyError,
  type SignInStep,
  SignInStepRequiredError,
  WeakPasswordError,
} from './sign-in-errors.js';
export {
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
