import type { PopupOptions } from '../social/popup.js';
import type { WindowCallbacks } from '../social/window-sign-in.js';

/** What an enterprise's identity provider speaks. */
export type EnterpriseProtocol = 'oidc' | 'oauth' | 'saml' | 'cas' | 'azure-ad';

/** What `enterprise.authorize` takes. */
export interface EnterpriseSignInOptions extends PopupOptions, WindowCallbacks {}

/** As much of an application's public settings as a sign-in at an identity provider needs. */
export interface EnterpriseSettings {
  readonly userPoolId?: string;
  readonly identityProviders?: readonly (EnterpriseProvider | null)[] | null;
}

/** An identity provider as the server lists it. */
interface EnterpriseProvider {
  readonly protocol: string;
  readonly identifier: string;
  readonly config?: EnterpriseConnection;
}

/** Where an identity provider is; each protocol has an address of its own. The second name is the wire's spelling. */
export interface EnterpriseConnection {
  readonly clientId?: string;
  readonly authorizationEdpoint?: string;
  readonly redirectUri?: string;
  readonly scopes?: string;
  readonly responseType?: string;
  readonly samlRequest?: string;
  readonly casConnectionLoginUrl?: string;
  readonly authUrl?: string;
  readonly authorizationUrl?: string;
}
