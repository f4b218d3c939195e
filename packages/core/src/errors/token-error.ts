import { SallyportError } from './sallyport-error.js';

/** A token cannot be trusted. Refuse it; sign in again. */
export class TokenError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'TokenError';
  override readonly kind: 'token' | 'token-expired' | 'token-claim' | 'clock-skew' | 'token-signature' = 'token';
}
