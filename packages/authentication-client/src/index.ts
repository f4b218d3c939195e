export type { ErrorCodeOf, OnError } from '@sallyport/core';
export type {
  AuthorizedResource,
  Department,
  PaginatedAuthorizedResources,
  PaginatedDepartments,
  ResourceType,
} from './access/access.types.js';
export type { ApplicationPublicDetail, ProviderType, SecurityLevel } from './account/account.types.js';
export type { InterceptableAxios, InterceptedConfig } from './api/axios-interceptor.js';
export { AuthenticationClient, BoundAuthenticationClient } from './authentication-client.js';
export type { ClientEvents, Store } from './client/client-events.js';
export {
  type ClientSnapshot,
  type ClientState,
  loadingSnapshot,
  type SignedOutReason,
} from './client/client-snapshot.js';
export type { AuthenticationClientOptions } from './client/options.js';
export type { ClientAuthMethod, VendorOptions } from './client/vendor-options.js';
export type { SmsScene } from './codes/codes.endpoints.js';
export * from './core-exports.js';
export type { UdfDataType, UserDefinedData } from './custom-fields/custom-fields.types.js';
export type { BrowserFingerprintClient } from './devices/browser-fingerprint-client.js';
export type { MyDevicesList } from './devices/devices.types.js';
export type { EnterpriseProtocol, EnterpriseSignInOptions } from './enterprise/enterprise.types.js';
export type { EnterpriseAuthenticationClient } from './enterprise/enterprise-client.js';
export type { EventAuthenticationClient } from './events/event-client.js';
export type { BrowserFingers, FingerObjType } from './fingerprint/fingerprint.types.js';
export * from './mfa/index.js';
export type {
  HostedSignIn,
  HostedSignInOptions,
  PopupSignInOptions,
  RedirectSignInOptions,
  RedirectSignOutOptions,
} from './oidc/oidc.types.js';
export type { PasswordSecurityLevel } from './passwords/password-security-level.js';
export type { CheckPasswordStrengthResult } from './passwords/passwords.types.js';
export type {
  PortableAuthenticationClient,
  PortablePhoneOptions,
  PortableSignInOptions,
} from './portable-authentication-client.js';
export type { PrincipalDetail, PrincipalInput, PrincipalType } from './principal/principal.types.js';
export type { PrincipalAuthenticationClient } from './principal/principal-client.js';
export type { UpdateProfileOptions } from './profile/profile-client.js';
export type {
  Cas20ValidationFailureResult,
  Cas20ValidationSuccessResult,
  ICasParams,
  ILogoutParams,
  IOauthParams,
  IOidcParams,
  SsoSession,
  TrackedSession,
} from './protocols/protocols.types.js';
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
} from './qrcode/qr-code.types.js';
export type { QrCodeAuthenticationClient } from './qrcode/qr-code-client.js';
export type { JwtTokenStatus, RefreshToken } from './session/session.endpoints.js';
export type { TokenSet } from './session/token-set.js';
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
} from './sign-in/sign-in.types.js';
export type {
  CodeSignInOptions,
  DirectorySignInOptions,
  PasswordSignInOptions,
  SignInOptions,
} from './sign-in/sign-in-client.js';
export type { PhoneRegisterOptions, RegisterOptions } from './sign-up/sign-up-client.js';
export type { LinkedIdentity, RelayMethod, SocialSignInOptions } from './social/social.types.js';
export type { SocialAuthenticationClient } from './social/social-client.js';
export type { SessionTokenProvider } from './token-provider/session-token-provider.js';
export type { TokenProvider, TokenProviderClass } from './token-provider/token-provider-storage.js';
