import type { Wire } from '@sallyport/core/http';
import { loadTokenJudging } from '@sallyport/core/jwt';
import { lazy } from '@sallyport/core/loading';
import type { Sending, SendingSource } from '../client/client-ports.js';
import type { OidcFlows, OidcPorts } from './oidc-flows.js';

const loadFlows = /* @__PURE__ */ lazy(() => import('./oidc-flows.js'));

/** Ports of the OpenID Connect code that exist before the sending half is loaded. */
export interface OidcLoaderPorts extends Omit<OidcPorts, 'wire' | 'signIn'> {
  readonly sending: SendingSource<Sending & Pick<OidcPorts, 'signIn'> & { readonly providerWire: Wire }>;
}

/** Loads the OpenID Connect code when it is first needed, once for all views of a client. */
export class OidcLoader {
  readonly #ports: () => OidcLoaderPorts;
  #flows: OidcFlows | undefined;

  /** @param ports - Asked for once the code is loaded. */
  constructor(ports: () => OidcLoaderPorts) {
    this.#ports = ports;
  }

  async load(): Promise<OidcFlows> {
    const ports = this.#ports();
    const { OidcFlows: Flows } = await loadFlows();
    const judging = await loadTokenJudging();
    const { providerWire: wire, signIn } = await ports.sending.load();
    this.#flows ??= new Flows({ ...ports, wire, signIn }, judging);
    return this.#flows;
  }
}
