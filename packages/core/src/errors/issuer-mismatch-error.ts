import { CallbackError } from './callback-error.js';
import type { ErrorKind } from './kinds.js';

/** Another server answers than the one that was asked. Check the issuer, and begin the sign-in again. */
export class IssuerMismatchError extends CallbackError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'IssuerMismatchError';
  override readonly kind: ErrorKind = 'issuer-mismatch';
}
