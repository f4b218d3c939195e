import { SallyportError } from './sallyport-error.js';

/** What came back from the sign-in page is no answer to a sign-in. Begin the sign-in again. */
export class CallbackError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'CallbackError';
  override readonly kind: 'invalid-callback' | 'state-mismatch' | 'issuer-mismatch' | 'login-error' =
    'invalid-callback';
}
