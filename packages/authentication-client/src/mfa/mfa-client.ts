import type { AuthingMfaClient } from './authing-api/authing-mfa-client.js';
import type { FactorGateway } from './domain/factor-gateway.js';
import type { MfaCapabilities } from './domain/mfa-gateway.js';
import type { GoTrueErrorDetails, GoTrueMfa } from './gotrue-api/gotrue-mfa.types.js';
import { gotrueWords } from './gotrue-api/gotrue-words.js';
import type { PublishedOr } from './gotrue-api/published-or.js';

/** Methods of the Authing API style. */
type AuthingStyle = Pick<AuthingMfaClient, keyof AuthingMfaClient>;

/** Second factors in both API styles: the Authing style throws, the GoTrue style returns `{ data, error }`. */
export type MfaClient = AuthingStyle & PublishedOr<GoTrueMfa, GoTrueErrorDetails>;

/** Parts of an MFA sub-client. */
export interface MfaClientParts {
  readonly authingStyle: Omit<AuthingStyle, 'capabilities'>;
  /** What the server can do, as far as it is known. */
  readonly capabilities: () => MfaCapabilities;
  /** Loads the factors of the server, with the first call of the GoTrue style. */
  readonly factorGateway: () => Promise<FactorGateway>;
}

/** Puts both API styles on one object. No name is in both. */
export function mfaClient({ authingStyle, capabilities, factorGateway }: MfaClientParts): MfaClient {
  const goTrueStyle = gotrueWords({ capabilities: capabilities().byFactor, gateway: factorGateway });
  const styles = Object.assign(authingStyle, goTrueStyle);
  // The getter is the last member of the type; the compiler does not follow `defineProperty`.
  return Object.defineProperty(styles, 'capabilities', { get: capabilities, enumerable: true }) as MfaClient;
}
