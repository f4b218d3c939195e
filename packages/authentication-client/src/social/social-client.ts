import { type ClientOf, clientOf, type Methods, requireText } from '@sallyport/core';
import type { ClientContext } from '../client/client-context.js';
import { socialCalls, socialEndpoints } from './social.endpoints.js';

const SocialRows: ClientOf<typeof socialEndpoints> = clientOf(socialEndpoints);
const Calls = clientOf(socialCalls);

/** The signed-in user's identities at other providers. */
export class SocialAuthenticationClient extends SocialRows {
  readonly #calls: Methods<typeof socialCalls>;
  readonly #appId: string | undefined;

  constructor({ wire, options }: ClientContext) {
    super(wire);
    this.#calls = new Calls(wire);
    this.#appId = options.appId;
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
