/** The kinds of refusals: that of `ApiError` itself, and those of its subclasses. */
export type ApiErrorKind =
  | 'api'
  | 'unauthenticated'
  | 'session-lost'
  | 'oauth'
  | 'permission-denied'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'server'
  | 'invalid-response'
  | 'invalid-credentials'
  | 'invalid-code'
  | 'weak-password'
  | 'passkey'
  | 'challenge-expired'
  | 'sign-in-step-required'
  | 'mfa-required'
  | 'unsupported-by-server';

/** The kinds of `TokenError` and its subclasses. */
export type TokenErrorKind = 'token' | 'token-expired' | 'token-claim' | 'clock-skew' | 'token-signature';

/** The kinds of `CallbackError` and its subclasses. */
export type CallbackErrorKind = 'invalid-callback' | 'state-mismatch' | 'issuer-mismatch' | 'login-error';

/**
 * The field of an error to switch on. It also holds across two installed copies of this package, where `instanceof` does
 * not. A type test compares it with the classes of `AnySallyportError`.
 */
export type ErrorKind =
  | ApiErrorKind
  | TokenErrorKind
  | CallbackErrorKind
  | 'configuration'
  | 'invalid-input'
  | 'network'
  | 'proxy'
  | 'timeout'
  | 'not-signed-in'
  | 'disposed'
  | 'no-callback'
  | 'popup-blocked'
  | 'popup-closed'
  | 'storage';
