import { lazy } from '@sallyport/core/loading';
import { capabilitiesOf } from '../mfa/capabilities.js';
import { type MfaClientOf, mfaClient } from '../mfa/client/mfa-client.js';
import type { Factor } from '../mfa/factor.js';
import type { GoTruePorts } from './gotrue-ports.js';

const loadServer = /* @__PURE__ */ lazy(() => import('./mfa/gotrue-mfa-server.js'));

/** The MFA sub-client of a client of a GoTrue server, with these factors. Its code loads with the first call. */
export function goTrueMfa<Member extends Factor>(ports: GoTruePorts, factors: readonly Member[]): MfaClientOf<Member> {
  const support = { stepUp: true, hasRecoveryCodes: true };
  const full = capabilitiesOf(factors, 'gotrue', support);
  const reduced = capabilitiesOf(factors, 'gotrue', { ...support, hasRecoveryCodes: false });
  return mfaClient({
    factors,
    capabilities: () => (ports.serverFeatures.hasRecoveryCodes ? full : reduced),
    server: async () => {
      const { GoTrueMfaServer } = await loadServer();
      return new GoTrueMfaServer({ ...ports, ...(await ports.sending.load()) }, factors);
    },
    signal: ports.request.signal,
  });
}
