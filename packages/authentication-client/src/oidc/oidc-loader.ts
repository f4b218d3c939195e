import { lazy, loadTokenJudging } from '@sallyport/core';
import type { OidcFlows, OidcPorts } from './oidc-flows.js';

const loadFlows = lazy(() => import('./oidc-flows.js'));

/** Loads what speaks OpenID Connect when it is first needed. There is one of it for all views of a client. */
export class OidcLoader {
  readonly #ports: () => OidcPorts;
  #flows: OidcFlows | undefined;

  /** @param ports - Asked for once the code is there. */
  constructor(ports: () => OidcPorts) {
    this.#ports = ports;
  }

  /** An import that failed is tried again with the next call. */
  async load(): Promise<OidcFlows> {
    const [{ OidcFlows: Flows }, judging] = await Promise.all([loadFlows(), loadTokenJudging()]);
    this.#flows ??= new Flows(this.#ports(), judging);
    return this.#flows;
  }
}
