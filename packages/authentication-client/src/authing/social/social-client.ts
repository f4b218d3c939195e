import { type ClientOf, clientOf, lazy, type Methods, requireText, type Wire } from '@sallyport/core';
import { isInAppBrowser, openPopup } from './popup.js';
import { socialCalls, socialEndpoints } from './social.endpoints.js';
import type { SocialSignInOptions } from './social.types.js';
import type { SocialSignInDeps } from './social-sign-in.js';

const loadSignIn = lazy(() => import('./social-sign-in.js'));

const SocialRows: ClientOf<typeof socialEndpoints> = clientOf(socialEndpoints);
const Calls = clientOf(socialCalls);

/** Ports of the social sub-client. */
export interface SocialDeps extends SocialSignInDeps {
  readonly wire: Wire;
}

/** Signing in at other providers, and the signed-in user's identities there. */
export class SocialAuthenticationClient extends SocialRows {
  readonly #deps: SocialDeps;
  readonly #calls: Methods<typeof socialCalls>;

  constructor(deps: SocialDeps) {
    super(deps.wire);
    this.#deps = deps;
    this.#calls = new Calls(deps.wire);
  }

  /**
   * Signs in at another provider, in a window. Only what that window says, from the address of the server, is believed.
   * The browser of WeChat or Lark, which has no second window, leaves the page instead.
   *
   * @param provider - The identifier of the connection, such as `github`.
   * @param options - With `onSuccess` or `onError` the promise resolves once the window is open, as with the vendor's
   * client, and they hear the outcome. Without either the promise has it.
   * @throws {PopupBlockedError} The browser opened no window. Call this in the handler of a click, before any `await`.
   * @throws {PopupClosedError} The user closed the window.
   * @throws {MfaRequiredError} `client.pendingSignIn` has what the next screen needs.
   */
  async authorize(provider: string, options?: SocialSignInOptions): Promise<void> {
    requireText('provider', provider);
    const popup = isInAppBrowser() ? null : openPopup(options ?? {}); // before anything is awaited
    try {
      const { signInSocially } = await loadSignIn();
      await signInSocially(this.#deps, popup, provider, options ?? {});
    } catch (error) {
      popup?.close();
      throw error;
    }
  }

  /**
   * Asks for the address at which the user links an identity of another provider.
   *
   * @param params - The connection to the provider, and the user's ID token. The wire takes it in the query, where logs
   * of servers can show it.
   */
  async generateLinkExtIdpUrl(params: { extIdpConnIdentifier: string; idToken: string }): Promise<{ url: string }> {
    const connection = requireText('extIdpConnIdentifier', params?.extIdpConnIdentifier);
    const { appId } = this.#deps.options;
    return this.#calls.generateLinkExtIdpUrl(connection, requireText('idToken', params.idToken), appId);
  }
}
