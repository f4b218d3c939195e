/** The second factors that an application can demand. */
export const MFA_POLICIES = ['SMS', 'EMAIL', 'OTP', 'FACE'] as const;
/** A second factor that an application can demand: a code by SMS or by email, an authenticator app's, or a face. */
export type MfaPolicy = (typeof MFA_POLICIES)[number];

/** How an application may show at a token endpoint that it is itself. */
export const CLIENT_AUTHENTICATIONS = ['none', 'client_secret_post', 'client_secret_basic'] as const;
/** How an application shows at a token endpoint that it is itself; `none` for one that cannot keep a secret. */
export type ClientAuthentication = (typeof CLIENT_AUTHENTICATIONS)[number];

/** What an application can get tokens for. The last one is the vendor's own: a token of the user's, for a token set. */
export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'http://authing.cn/oidc/grant_type/authing_token',
] as const;
/** What an application can get tokens for. */
export type GrantType = (typeof GRANT_TYPES)[number];

/** What an application may do in OAuth 2 and what stands on it. What is left out has a default. */
export interface OauthRights {
  /** Where browsers may be sent back to. Default: `/` and `/callback` on this machine, whatever the port. */
  readonly redirectUris?: readonly string[];
  /** The same after a sign-out. */
  readonly logoutRedirectUris?: readonly string[];
  /** Default: all. */
  readonly grantTypes?: readonly GrantType[];
  /** Default: all. With `none` alone the application is a public one, and PKCE has to be there from the beginning. */
  readonly clientAuthentications?: readonly ClientAuthentication[];
}

/** Software that signs users in. */
export interface Application extends OauthRights {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly description: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The second factors on offer, in this order; none are demanded when it is empty. */
  readonly applicationMfa: readonly MfaPolicy[];
}
