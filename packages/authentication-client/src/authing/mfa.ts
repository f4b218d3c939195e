import { lazy } from '@sallyport/core/loading';
import { capabilitiesOf } from '../mfa/capabilities.js';
import { type MfaClientOf, mfaClient } from '../mfa/client/mfa-client.js';
import type { Factor } from '../mfa/factor.js';
import type { AuthingPorts } from './authing-ports.js';

const loadServer = /* @__PURE__ */ lazy(() => import('./mfa-calls.js'));

/** The MFA sub-client of a client of an Authing server, with these factors. Its code loads with the first call. */
export function authingMfa<Member extends Factor>(
  ports: AuthingPorts,
  factors: readonly Member[],
): MfaClientOf<Member> {
  const capabilities = capabilitiesOf(factors, 'authing', { stepUp: false, hasRecoveryCodes: true });
  return mfaClient({
    factors,
    capabilities: () => capabilities,
    server: async () => {
      const { openAuthingMfa } = await loadServer();
      return openAuthingMfa({ ...ports, ...(await ports.sending.load()) }, factors);
    },
    signal: ports.request.signal,
  });
}
