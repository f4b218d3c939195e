import { lazy } from '@sallyport/core';
import { onFirstUse } from '../client/on-first-use.js';
import { AUTHING_MFA_NAMES } from '../mfa/authing-api/authing-mfa-names.js';
import { type MfaClient, mfaClient } from '../mfa/mfa-client.js';
import type { GoTruePorts } from './gotrue-ports.js';

const loadCalls = /* @__PURE__ */ lazy(() => import('./mfa-calls.js'));

const AuthingStyle = /* @__PURE__ */ onFirstUse<GoTruePorts>()(
  AUTHING_MFA_NAMES,
  async () => (await loadCalls()).AuthingStyleMfa,
);

/** The MFA sub-client of a client of a GoTrue server. Its code loads with the first call. */
export function goTrueMfa(ports: GoTruePorts): MfaClient {
  return mfaClient({
    authingStyle: new AuthingStyle(ports),
    capabilities: () => ports.serverFeatures.capabilities,
    factorGateway: async () => {
      const { GoTrueFactorGateway } = await loadCalls();
      return new GoTrueFactorGateway({ ...ports, ...(await ports.sending.load()) });
    },
  });
}
