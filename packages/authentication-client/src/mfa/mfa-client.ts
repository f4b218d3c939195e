import { AuthingMfaClient } from './authing-api/authing-mfa-client.js';
import type { FactorGateway } from './domain/factor-gateway.js';
import type { SecondFactor } from './domain/second-factor.js';
import type { GoTrueErrorDetails, GoTrueMfa } from './gotrue-api/gotrue-mfa.types.js';
import { gotrueWords } from './gotrue-api/gotrue-words.js';
import type { PublishedOr } from './gotrue-api/published-or.js';

/**
 * Second factors, in Authing's words, which throw, and in GoTrue's, which answer `{ data, error }`. Both see the same
 * state.
 */
export type MfaClient = AuthingMfaClient & PublishedOr<GoTrueMfa, GoTrueErrorDetails>;

/** What both vocabularies stand on. */
export interface MfaClientParts {
  readonly secondFactor: SecondFactor;
  /** Finds the half of the gateway that works by id, with the first call in GoTrue's words. */
  readonly factorGateway: () => Promise<FactorGateway>;
  /** Of the view of the client that this belongs to. */
  readonly signal?: AbortSignal | undefined;
}

/** Puts both vocabularies on one object. No name is in both. */
export function mfaClient({ secondFactor, factorGateway, signal }: MfaClientParts): MfaClient {
  const capabilities = secondFactor.capabilities.byFactor;
  const words = gotrueWords({ capabilities, gateway: factorGateway });
  return Object.assign(new AuthingMfaClient(secondFactor, signal), words);
}
