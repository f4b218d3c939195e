import { InputError } from '@sallyport/core/errors';
import { lazy } from '@sallyport/core/loading';
import { requireText } from '@sallyport/core/validation';
import type { Sending, SendingSource } from '../../client/client-ports.js';
import { isInAppBrowser, openPopup } from '../social/popup.js';
import type { EnterpriseProtocol, EnterpriseSignInOptions } from './enterprise.types.js';
import type { EnterpriseDeps } from './enterprise-sign-in.js';

const loadSignIn = /* @__PURE__ */ lazy(() => import('./enterprise-sign-in.js'));

const PROTOCOLS: readonly EnterpriseProtocol[] = ['oidc', 'oauth', 'saml', 'cas', 'azure-ad'];

/** Ports of the enterprise sub-client. */
export interface EnterprisePorts extends Omit<EnterpriseDeps, 'signIn' | 'publicWire'> {
  readonly sending: SendingSource<Sending & Pick<EnterpriseDeps, 'signIn' | 'publicWire'>>;
}

/** Sign-in at the identity provider of an enterprise. */
export class EnterpriseAuthenticationClient {
  readonly #ports: EnterprisePorts;

  constructor(ports: EnterprisePorts) {
    this.#ports = ports;
  }

  /**
   * Signs in at the identity provider of an enterprise, in a window, by the rules of `social.authorize`.
   *
   * @param protocol - What the provider speaks.
   * @param identifier - Of the connection, as the application's settings have it.
   * @param options - With `onSuccess` or `onError` the promise resolves once the window is open, and they hear the
   * outcome. Without either the promise has it.
   * @throws {PopupBlockedError} The browser opened no window. Call this in the handler of a click, before any `await`.
   * @throws {PopupClosedError} The user closed the window.
   * @throws {NotFoundError} The application has no such connection.
   */
  async authorize(protocol: EnterpriseProtocol, identifier: string, options?: EnterpriseSignInOptions): Promise<void> {
    requireText('identifier', identifier);
    if (!PROTOCOLS.includes(protocol)) {
      throw new InputError({ message: `protocol must be one of ${PROTOCOLS.join(', ')}`, remedy: 'Check protocol.' });
    }
    const popup = isInAppBrowser() ? null : openPopup(options ?? {}); // before anything is awaited
    try {
      const { signInAtEnterprise } = await loadSignIn();
      const { signIn, publicWire } = await this.#ports.sending.load();
      await signInAtEnterprise({ ...this.#ports, signIn, publicWire }, popup, { protocol, identifier }, options ?? {});
    } catch (error) {
      popup?.close();
      throw error;
    }
  }
}
