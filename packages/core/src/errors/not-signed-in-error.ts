import { SallyportError } from './sallyport-error.js';

/** The call needs a signed-in user and there is none. Sign in first. */
export class NotSignedInError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'NotSignedInError';
  override readonly kind = 'not-signed-in';
}
