import { TokenError } from './token-error.js';

/** A claim of the token is missing or says something else than it must. Refuse the token. */
export class TokenClaimError extends TokenError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'TokenClaimError';
  override readonly kind: 'token-claim' | 'clock-skew' = 'token-claim';
}
