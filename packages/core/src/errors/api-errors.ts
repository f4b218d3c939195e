// Refusals, and answers that are none.

import { ApiError, type ErrorDetails } from './sallyport-error.js';

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
