import { lazy } from '@sallyport/core';
import { onFirstUse } from '../client/on-first-use.js';
import { AUTHING_MFA_NAMES } from '../mfa/authing-api/authing-mfa-names.js';
import { AUTHING_CAPABILITIES } from '../mfa/gateways/authing/authing-capabilities.js';
import { type MfaClient, mfaClient } from '../mfa/mfa-client.js';
import type { AuthingPorts } from './authing-ports.js';

const loadCalls = /* @__PURE__ */ lazy(() => import('./mfa-calls.js'));

const AuthingStyle = /* @__PURE__ */ onFirstUse<AuthingPorts>()(
  AUTHING_MFA_NAMES,
  async () => (await loadCalls()).AuthingStyleMfa,
);

/** The MFA sub-client of a client of an Authing server. Its code loads with the first call. */
export function authingMfa(ports: AuthingPorts): MfaClient {
  return mfaClient({
    authingStyle: new AuthingStyle(ports),
    capabilities: () => AUTHING_CAPABILITIES,
    factorGateway: async () => {
      const { factorGateway } = await loadCalls();
      return factorGateway({ ...ports, ...(await ports.sending.load()) });
    },
  });
}
