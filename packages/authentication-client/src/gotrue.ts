export type {
  GoTrueFactor,
  GoTrueIdentity,
  GoTrueMetadata,
  GoTrueTokenAnswer,
  GoTrueUser,
} from '@sallyport/core/gotrue';
export type { PortableUser } from '@sallyport/core/user';
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
export type { GoTrueChangeOptions } from './gotrue/account/account-client.js';
export type { ResentMessage } from './gotrue/codes/codes.endpoints.js';
export { BoundGoTrueAuthenticationClient, GoTrueAuthenticationClient } from './gotrue/gotrue-authentication-client.js';
export type { GoTrueAuthenticationClientOptions } from './gotrue/options/gotrue-options.js';
export type { SignOutScope } from './gotrue/session/session.endpoints.js';
export type { GoTrueMessageOptions, GoTruePhoneOptions } from './gotrue/sign-in/message-options.js';
export type { OtpProof, OtpType } from './gotrue/sign-in/sign-in.endpoints.js';
export type { GoTrueSignInOptions } from './gotrue/sign-in/sign-in-client.js';
export type { GoTruePhoneRegisterOptions } from './gotrue/sign-up/sign-up-client.js';
export * from './mfa/client/index.js';
