import { CallbackError } from './callback-error.js';
import type { OAuthErrorDetails } from './oauth-error.js';

/**
 * The sign-in page refused, or the user did. Read `error`: `access_denied` says that the user declined, `login_required`
 * that somebody has to sign in there first.
 *
 * @see RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6
 */
export class LoginError extends CallbackError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'LoginError';
  override readonly kind = 'login-error';
  /** The server's word, unchanged. */
  readonly error: string;

  constructor(details: OAuthErrorDetails) {
    super(details);
    this.error = details.error;
  }
}
