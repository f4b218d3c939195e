import { lazy } from '@sallyport/core/loading';
import { requireText } from '@sallyport/core/validation';
import type { Sending } from '../../client/client-ports.js';
import { type DeferredPorts, onFirstUse } from '../../client/on-first-use.js';
import { isInAppBrowser, openPopup } from './popup.js';
import type { SocialSignInOptions } from './social.types.js';
import type { SocialCallsDeps } from './social-calls-client.js';
import type { SocialSignInDeps } from './social-sign-in.js';

const loadSignIn = /* @__PURE__ */ lazy(() => import('./social-sign-in.js'));
const loadCalls = /* @__PURE__ */ lazy(() => import('./social-calls-client.js'));

/** Ports of the social sub-client. */
export interface SocialPorts extends Omit<SocialSignInDeps, 'signIn'>, DeferredPorts<SocialSending> {}

type SocialSending = Sending & Pick<SocialCallsDeps, 'wire'> & Pick<SocialSignInDeps, 'signIn'>;

const SocialCalls = /* @__PURE__ */ onFirstUse<SocialPorts>()(
  ['getIdentities', 'unlinkExtIdp', 'generateLinkExtIdpUrl'],
  async () => (await loadCalls()).SocialCallsClient,
);

/** Sign-in at other providers, and the signed-in user's identities there. */
export class SocialAuthenticationClient extends SocialCalls {
  readonly #ports: SocialPorts;

  constructor(ports: SocialPorts) {
    super(ports);
    this.#ports = ports;
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
      const { signIn } = await this.#ports.sending.load();
      await signInSocially({ ...this.#ports, signIn }, popup, provider, options ?? {});
    } catch (error) {
      popup?.close();
      throw error;
    }
  }
}
