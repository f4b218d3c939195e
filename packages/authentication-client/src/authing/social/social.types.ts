import type { PopupOptions } from './popup.js';
import type { WindowCallbacks } from './window-sign-in.js';

/** An external identity of the signed-in user, with the tokens of its provider. */
export interface LinkedIdentity {
  identityId: string;
  extIdpId: string;
  provider: string;
  /** Such as `unionid`, `openid`, `primary`. */
  type: string;
  userIdInIdp: string;
  userInfoInIdp: Record<string, unknown>;
  accessToken: string;
  refreshToken: string;
  /** The connections that the identity came by. */
  originConnIds: string[];
}

/** What `social.authorize` takes. */
export interface SocialSignInOptions extends PopupOptions, WindowCallbacks {
  /** Passed on to the provider. */
  // biome-ignore lint/suspicious/noExplicitAny: the vendor's type, as the next three
  authorization_params?: Record<string, any>;
  /** The same, spelt otherwise. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  authorizationParams?: Record<string, any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  context?: { [name: string]: any };
  // biome-ignore lint/suspicious/noExplicitAny: as above
  customData?: { [name: string]: any };
  withIdentities?: boolean;
  withCustomData?: boolean;
  /** Default `oidc`. */
  protocol?: string;
  /** Default: a random one. */
  uuid?: string;
  targetUrl?: string;
  relayMethod?: RelayMethod;
  guardVersion?: string;
}

/** How the provider's answer is handed on. */
export type RelayMethod = 'web_message' | 'form_post' | 'query';
