import { TokenClaimError, TokenError } from '../errors/index.js';

/** A token that cannot be judged, or must not be. */
export function refuse(problem: string, remedy = 'Refuse it.'): TokenError {
  return new TokenError({ message: `The token ${problem}`, remedy });
}

/** A token of which one claim is missing, or says something else than it must. */
export function wrongClaim(claim: string, problem: string): TokenClaimError {
  return new TokenClaimError({ message: `The token ${problem} (${claim})`, remedy: 'Refuse it.' });
}
