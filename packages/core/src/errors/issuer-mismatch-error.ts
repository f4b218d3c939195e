import { CallbackError } from './callback-error.js';

/** Another server answers than the one that was asked. Check the issuer, and begin the sign-in again. */
export class IssuerMismatchError extends CallbackError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'IssuerMismatchError';
  override readonly kind = 'issuer-mismatch';
}
