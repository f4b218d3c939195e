/** How `signinByCredentials` proves who signs in. */
export type SigninByCredentialsConnection = 'PASSWORD' | 'PASSCODE' | 'LDAP' | 'AD';

/** How the password of a `signinByCredentials` was encrypted by the caller. */
export type PasswordEncryptType = 'sm2' | 'rsa' | 'none';

/** What `signinByCredentials` asks the server for. */
export type SignInResponseType = 'id_token token' | 'code';

/** An account and its password. */
export interface SignInByPasswordPayloadDto {
  password: string;
  account?: string;
  email?: string;
  username?: string;
  phone?: string;
}

/** An address and the code that was sent there. */
export interface SignInByPassCodePayloadDto {
  passCode: string;
  email?: string;
  phone?: string;
  phoneCountryCode?: string;
}

/** An account of an Active Directory, and its password. */
export interface SignInByAdPayloadDto {
  password: string;
  sAMAccountName: string;
}

/** An account of an LDAP directory, and its password. */
export interface SignInByLdapPayloadDto {
  password: string;
  sAMAccountName: string;
}

/** What a `signinByCredentials` can carry along. */
export interface SignInOptionsDto {
  scope?: string;
  clientIp?: string;
  context?: unknown;
  tenantId?: string;
  customData?: unknown;
  autoRegister?: boolean;
  captchaCode?: string;
  captchaToken?: string;
  passwordEncryptType?: PasswordEncryptType;
  responseType?: SignInResponseType;
  redirectUri?: string;
  /** Sends the browser on to `redirectUri` with the code. */
  autoRedirect?: boolean;
  /** Comes back with the answer. Default: a random one. */
  state?: string;
  nonce?: string;
}

/** A sign-in on the newer wire, whose password is encrypted by the caller where it says so. */
export interface SigninByCredentialsDto {
  connection: SigninByCredentialsConnection;
  passwordPayload?: SignInByPasswordPayloadDto;
  passCodePayload?: SignInByPassCodePayloadDto;
  adPayload?: SignInByAdPayloadDto;
  ldapPayload?: SignInByLdapPayloadDto;
  options?: SignInOptionsDto;
  client_id?: string;
  client_secret?: string;
}

/** What `signinByCredentials` answers: tokens, or a code to trade for them. */
export interface SignInTokens {
  scope?: string;
  access_token?: string;
  id_token?: string;
  refresh_token?: string;
  token_type: string;
  /** Seconds. The vendor's spelling. */
  expire_in?: number;
  code?: string;
}
