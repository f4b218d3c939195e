import { type ClientOf, clientOf, type Methods } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { requireText } from '@sallyport/core/validation';
import type { ResolvedOptions } from '../options/options.js';
import { socialCalls, socialEndpoints } from './social.endpoints.js';

const SocialRows: ClientOf<typeof socialEndpoints> = /* @__PURE__ */ clientOf(socialEndpoints);
const Calls = /* @__PURE__ */ clientOf(socialCalls);

/** Ports of the calls about identities. */
export interface SocialCallsDeps {
  readonly wire: Wire;
  readonly options: Pick<ResolvedOptions, 'appId'>;
}

/** The signed-in user's identities at other providers. */
export class SocialCallsClient extends SocialRows {
  readonly #appId: string | undefined;
  readonly #calls: Methods<typeof socialCalls>;

  constructor({ wire, options }: SocialCallsDeps) {
    super(wire);
    this.#appId = options.appId;
    this.#calls = new Calls(wire);
  }

  /**
   * Asks for the address at which the user links an identity of another provider.
   *
   * @param params - The connection to the provider, and the user's ID token. The wire takes it in the query, where logs
   * of servers can show it.
   */
  async generateLinkExtIdpUrl(params: { extIdpConnIdentifier: string; idToken: string }): Promise<{ url: string }> {
    const connection = requireText('extIdpConnIdentifier', params?.extIdpConnIdentifier);
    return this.#calls.generateLinkExtIdpUrl(connection, requireText('idToken', params.idToken), this.#appId);
  }
}
