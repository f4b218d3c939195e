export { type AnySallyportError, isSallyportError } from './any-error.js';
export {
  ApiError,
  ChallengeExpiredError,
  ConflictError,
  InvalidCodeError,
  InvalidCredentialsError,
  InvalidResponseError,
  type MfaDemand,
  MfaRequiredError,
  NotFoundError,
  OAuthError,
  type OAuthErrorDetails,
  PasskeyError,
  PermissionError,
  RateLimitError,
  ServerError,
  SessionLostError,
  type SignInStep,
  SignInStepRequiredError,
  UnauthenticatedError,
  UnsupportedByServerError,
  WeakPasswordError,
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
export { type AuthingFailure, errorFromAuthing, isAuthingCode } from './from-authing.js';
export { errorFromGoTrue, type GoTrueFailure, isGoTrueCode } from './from-gotrue.js';
export type { ApiErrorKind, CallbackErrorKind, ErrorKind, TokenErrorKind } from './kinds.js';
export { redact, secretsIn, secretsInHeaders } from './redact.js';
export type { RefusalName, RefusedCall } from './refusals.js';
export { type ErrorDetails, SallyportError } from './sallyport-error.js';
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
