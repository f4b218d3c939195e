import { SallyportError } from './sallyport-error.js';

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
  | 'challenge-expired'
  | 'sign-in-step-required'
  | 'mfa-required'
  | 'unsupported-by-server'
  | 'weak-password'
  | 'passkey';

/** The server answered, and refused. Read `code`, `status` and `requestId`. */
export class ApiError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'ApiError';
  override readonly kind: ApiErrorKind = 'api';
}
