import { ApiError } from './api-error.js';
import type { ErrorDetails } from './sallyport-error.js';

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
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'OAuthError';
  override readonly kind = 'oauth';
  /** The server's word, unchanged. */
  readonly error: string;

  constructor(details: OAuthErrorDetails) {
    super(details);
    this.error = details.error;
  }
}
