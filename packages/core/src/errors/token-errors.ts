// Tokens and answers of the sign-in page that must not be trusted.

import type { OAuthErrorDetails } from './api-errors.js';
import type { CallbackErrorKind, TokenErrorKind } from './kinds.js';
import { type ErrorDetails, SallyportError } from './sallyport-error.js';

/** A token cannot be trusted. Refuse it; sign in again. */
export class TokenError extends SallyportError {
  override readonly name: string = 'TokenError';
  override readonly kind: TokenErrorKind = 'token';
}

/** The token was good and its time is over. Sign in again, or refresh the session. */
export class TokenExpiredError extends TokenError {
  override readonly name = 'TokenExpiredError';
  override readonly kind = 'token-expired';
}

/** The signature of the token is not by a key of the issuer. Refuse the token. */
export class TokenSignatureError extends TokenError {
  override readonly name = 'TokenSignatureError';
  override readonly kind = 'token-signature';
}

/** A claim of the token is missing or says something else than it must. Refuse the token. */
export class TokenClaimError extends TokenError {
  override readonly name: string = 'TokenClaimError';
  override readonly kind: 'token-claim' | 'clock-skew' = 'token-claim';
}

/** A good token begins later than this machine believes it to be now. Set the clock of this machine, then sign in again. */
export class ClockSkewError extends TokenClaimError {
  override readonly name = 'ClockSkewError';
  override readonly kind = 'clock-skew';
  /** By how many seconds this machine's clock is behind the issuer's, at least. */
  readonly offsetSeconds: number;

  constructor(details: ErrorDetails & { readonly offsetSeconds: number }) {
    super(details);
    this.offsetSeconds = details.offsetSeconds;
  }
}

/** The address is no callback at all. Ask `isRedirectCallback` first, or continue without a sign-in. */
export class NoCallbackError extends SallyportError {
  override readonly name = 'NoCallbackError';
  override readonly kind = 'no-callback';
}

/** What came back from the sign-in page is no answer to a sign-in. Begin the sign-in again. */
export class CallbackError extends SallyportError {
  override readonly name: string = 'CallbackError';
  override readonly kind: CallbackErrorKind = 'invalid-callback';
}

/** What came back belongs to no sign-in that is under way here: to somebody else's, or one that is over. Begin it again. */
export class StateMismatchError extends CallbackError {
  override readonly name = 'StateMismatchError';
  override readonly kind = 'state-mismatch';
}

/** Another server answers than the one that was asked. Check the issuer, and begin the sign-in again. */
export class IssuerMismatchError extends CallbackError {
  override readonly name = 'IssuerMismatchError';
  override readonly kind = 'issuer-mismatch';
}

/**
 * The sign-in page refused, or the user did. Read `error`: `access_denied` says that the user declined, `login_required`
 * that somebody has to sign in there first.
 *
 * @see RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6
 */
export class LoginError extends CallbackError {
  override readonly name = 'LoginError';
  override readonly kind = 'login-error';
  /** The server's word, unchanged. */
  readonly error: string;

  constructor(details: OAuthErrorDetails) {
    super(details);
    this.error = details.error;
  }
}
