import { AuthingMfaClient } from '../mfa/authing-api/authing-mfa-client.js';
import { GoTrueMfaGateway } from '../mfa/gateways/gotrue/gotrue-mfa-gateway.js';
import { SecondFactor } from '../mfa/second-factor/second-factor.js';
import type { GoTrueContext } from './gotrue-ports.js';

export { GoTrueFactorGateway } from '../mfa/gateways/gotrue/gotrue-factor-gateway.js';

/** The Authing API style at a GoTrue server. */
export class AuthingStyleMfa extends AuthingMfaClient {
  constructor(context: GoTrueContext) {
    const { signIn, events, request } = context;
    super(new SecondFactor(new GoTrueMfaGateway(context), signIn, events), request.signal);
  }
}
