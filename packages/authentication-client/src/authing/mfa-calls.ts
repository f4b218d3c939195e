import { AuthingMfaClient } from '../mfa/authing-api/authing-mfa-client.js';
import type { FactorGateway } from '../mfa/domain/factor-gateway.js';
import { AuthingFactorGateway } from '../mfa/gateways/authing/authing-factor-gateway.js';
import { AuthingMfaGateway } from '../mfa/gateways/authing/authing-mfa-gateway.js';
import { SecondFactor } from '../mfa/second-factor/second-factor.js';
import type { AuthingPorts, AuthingSending } from './authing-ports.js';
import { CodesClient } from './codes/codes-client.js';

type LoadedPorts = AuthingPorts & AuthingSending;

/** The Authing API style at an Authing server. */
export class AuthingStyleMfa extends AuthingMfaClient {
  constructor(ports: LoadedPorts) {
    super(secondFactor(ports), ports.request.signal);
  }
}

/** Factors by their id at an Authing server, for the GoTrue API style. */
export function factorGateway(ports: LoadedPorts): FactorGateway {
  return new AuthingFactorGateway({ ...ports, codes: new CodesClient(ports) }, secondFactor(ports));
}

function secondFactor({ wire, signIn, events }: LoadedPorts): SecondFactor {
  return new SecondFactor(new AuthingMfaGateway(wire), signIn, events);
}
