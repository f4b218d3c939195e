import type { User } from '@sallyport/core/user';

/** What `buildAuthorizeUrl` takes for OpenID Connect. What is left out has a default, or is left out of the address. */
export interface IOidcParams {
  appId?: string;
  redirectUri?: string;
  responseType?:
    | 'code'
    | 'code id_token token'
    | 'code id_token'
    | 'code token'
    | 'id_token token'
    | 'id_token'
    | 'none';
  responseMode?: 'query' | 'fragment' | 'form_post';
  state?: string;
  nonce?: string;
  /** With `offline_access` in it the user is asked to consent. */
  scope?: string;
  codeChallengeMethod?: 'plain' | 'S256';
  codeChallenge?: string;
  tenantId?: string;
}

/** What `buildAuthorizeUrl` takes for OAuth 2. */
export interface IOauthParams {
  appId?: string;
  redirectUri?: string;
  responseType?: 'code' | 'token';
  state?: string;
  scope?: string;
}

/** What `buildAuthorizeUrl` takes for CAS. */
export interface ICasParams {
  /** Where the user comes back with a ticket. */
  service?: string;
}

/** What `buildLogoutUrl` takes. */
export interface ILogoutParams {
  /** Signs out at the endpoint of OpenID Connect itself, which wants both of the others or neither. */
  expert?: boolean;
  redirectUri?: string;
  idToken?: string;
}

/** What the server says of a ticket that is good. */
export interface Cas20ValidationSuccessResult {
  serviceResponse: {
    authenticationSuccess: {
      user: string;
      attributes: {
        updated_at: string;
        address: { country: string; postal_code: string; region: string; formatted: string };
        phone_number_verified: boolean;
        phone_number: string;
        locale: string;
        zoneinfo: string;
        birthdate: string;
        gender: string;
        email_verified: boolean;
        email: string;
        website: string;
        picture: string;
        profile: string;
        preferred_username: string;
        nickname: string;
        middle_name: string;
        family_name: string;
        given_name: string;
        name: string;
        sub: string;
        external_id: string;
        unionid: string;
      };
    };
  };
}

/** What the server says of a ticket that is not good. */
export interface Cas20ValidationFailureResult {
  authenticationFailure: { code: string; description: string };
}

/** A session of the server's own, as its cookie names it. */
export interface SsoSession {
  _id: string;
  cookie: {
    originalMaxAge: number;
    expires: string;
    secure: boolean;
    httpOnly: boolean;
    path: string;
    sameSite: string;
    appId: string;
    type: string;
    userId: string;
  };
}

/** Who is signed in at the server, whatever application they use. */
export interface TrackedSession {
  session: SsoSession;
  userInfo: User;
}
