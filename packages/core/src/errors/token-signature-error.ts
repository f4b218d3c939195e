import { TokenError } from './token-error.js';

/** The signature of the token is not by a key of the issuer. Refuse the token. */
export class TokenSignatureError extends TokenError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'TokenSignatureError';
  override readonly kind = 'token-signature';
}
