export type {
  AuthorizedResource,
  Department,
  PaginatedAuthorizedResources,
  PaginatedDepartments,
  ResourceType,
} from './authing/access/access.types.js';
export type { ApplicationPublicDetail, ProviderType, SecurityLevel } from './authing/account/account.types.js';
export { AuthenticationClient, BoundAuthenticationClient } from './authing/authentication-client.js';
export type { UdfDataType, UserDefinedData } from './authing/custom-fields/custom-fields.types.js';
export type { BrowserFingerprintClient } from './authing/devices/browser-fingerprint-client.js';
export type { MyDevicesList } from './authing/devices/devices.types.js';
export type { EnterpriseProtocol, EnterpriseSignInOptions } from './authing/enterprise/enterprise.types.js';
export type { EnterpriseAuthenticationClient } from './authing/enterprise/enterprise-client.js';
export type { EventAuthenticationClient } from './authing/events/event-client.js';
export type { BrowserFingers, FingerObjType } from './authing/fingerprint/fingerprint.types.js';
export type { AuthenticationClientOptions, ClientAuthMethod } from './authing/options/options.js';
export type { PasswordSecurityLevel } from './authing/passwords/password-security-level.js';
export type { CheckPasswordStrengthResult } from './authing/passwords/passwords.types.js';
export type { PrincipalDetail, PrincipalInput, PrincipalType } from './authing/principal/principal.types.js';
export type { PrincipalAuthenticationClient } from './authing/principal/principal-client.js';
export type { UpdateProfileOptions } from './authing/profile/profile-client.js';
export type {
  Cas20ValidationFailureResult,
  Cas20ValidationSuccessResult,
  ICasParams,
  ILogoutParams,
  IOauthParams,
  IOidcParams,
  SsoSession,
  TrackedSession,
} from './authing/protocols/protocols.types.js';
export type {
  QRCodeGenarateResult,
  QRCodeStatus,
  QRCodeUserInfo,
  QrCodeOptions,
  QrCodePollingOptions,
  QrCodeScanningOptions,
  QrCodeScene,
  QrCodeTimer,
  QrCodeTips,
} from './authing/qrcode/qr-code.types.js';
export type { QrCodeAuthenticationClient } from './authing/qrcode/qr-code-client.js';
export type { JwtTokenStatus } from './authing/session/session.endpoints.js';
export type { CurrentSession } from './authing/session/session-client.js';
export type {
  PasswordEncryptType,
  SignInByAdPayloadDto,
  SignInByLdapPayloadDto,
  SignInByPassCodePayloadDto,
  SignInByPasswordPayloadDto,
  SignInOptionsDto,
  SignInResponseType,
  SignInTokens,
  SigninByCredentialsConnection,
  SigninByCredentialsDto,
} from './authing/sign-in/sign-in.types.js';
export type {
  CodeSignInOptions,
  DirectorySignInOptions,
  PasswordSignInOptions,
  SignInOptions,
} from './authing/sign-in/sign-in-client.js';
export type { PhoneRegisterOptions, RegisterOptions } from './authing/sign-up/sign-up-client.js';
export type { LinkedIdentity, RelayMethod, SocialSignInOptions } from './authing/social/social.types.js';
export type { SocialAuthenticationClient } from './authing/social/social-client.js';
export type { ClientEvents, Store } from './client/client-events.js';
export {
  type ClientSnapshot,
  type ClientState,
  loadingSnapshot,
  type SignedOutReason,
} from './client/client-snapshot.js';
export type { InterceptableAxios, InterceptedConfig } from './client/own-api/axios-interceptor.js';
export type {
  PortableAuthenticationClient,
  PortablePhoneOptions,
  PortableSignInOptions,
} from './client/portable/portable-authentication-client.js';
export type { SmsScene } from './client/portable/sms-scene.js';
export type { RefreshToken } from './client/session/refresh-token.js';
export type { TokenSet } from './client/session/token-set.js';
export * from './core-exports.js';
export * from './mfa/client/index.js';
export type {
  HostedSignIn,
  HostedSignInOptions,
  PopupSignInOptions,
  RedirectSignInOptions,
  RedirectSignOutOptions,
} from './oidc/oidc.types.js';
