// Each feature is a value with one half for each server that has it. A bundler drops the values that a page leaves out.

import type { AuthingPorts } from '../authing/authing-ports.js';
import { CallerClient } from '../authing/caller/caller-client.js';
import * as authing from '../authing/features.js';
import { PasswordSecurity } from '../authing/passwords/password-security.js';
import { ProtocolAddressesClient } from '../authing/protocols/protocol-addresses-client.js';
import { SessionClient } from '../authing/session/session-client.js';
import * as authingSubClients from '../authing/sub-clients.js';
import { OwnApiClient } from '../client/own-api/own-api-client.js';
import * as gotrue from '../gotrue/features.js';
import type { GoTruePorts } from '../gotrue/gotrue-ports.js';
import { GoTrueSignedInClient } from '../gotrue/session/signed-in-client.js';
import type { Factor } from '../mfa/factor.js';

/** Sign-in by a password: `loginByEmail`, `loginByPhonePassword`, on Authing `loginByUsername`. */
export const passwordSignIn = {
  authing: authing.PasswordSignInFeature,
  gotrue: gotrue.GoTruePasswordSignInFeature,
};

/** Sign-in by a code that `codes` sent: `loginByEmailCode`, `loginByPhoneCode`, on GoTrue `verifyOtp`. */
export const codeSignIn = { authing: authing.CodeSignInFeature, gotrue: gotrue.GoTrueCodeSignInFeature };

/** Codes by SMS and email: `sendSmsCode`, `sendEmail`, on GoTrue `resend`. */
export const codes = { authing: authing.CodesFeature, gotrue: gotrue.GoTrueCodesFeature };

/** Registration: the `registerBy…` methods, on GoTrue `signInAnonymously`. */
export const signUp = { authing: authing.SignUpFeature, gotrue: gotrue.GoTrueSignUpFeature };

/** Changes of the profile: `updateProfile`, `updatePassword`, on GoTrue `reauthenticate`. */
export const profile = { authing: authing.ProfileFeature, gotrue: gotrue.GoTrueProfileFeature };

/** Calls to the application's own API with the session's token: `fetch`, `getAccessToken`, `attachTo`. */
export const ownApi = { authing: OwnApiClient, gotrue: OwnApiClient };

/** The session on this side: `checkLoggedIn`, on Authing `currentSession`, `setToken`, `setSession`, `endSession`… */
export const heldSession = { authing: SessionClient, gotrue: GoTrueSignedInClient };

/** Sign-in and sign-out at the server's own page, by OpenID Connect: `signInWithRedirect`, `handleRedirectCallback`… */
export const redirect = { authing: authing.HostedSignInFeature };

/** Resets of passwords: `resetPasswordBy…`, `checkPasswordStrength`. */
export const passwords = { authing: authing.PasswordsFeature };

/** Ratings of passwords without the server: `computedPasswordSecurityLevel`. */
export const passwordSecurity = { authing: PasswordSecurity };

/** Sign-in by a directory or a sub-account: `loginByLdap`, `loginByAd`, `loginBySubAccount`. */
export const directorySignIn = { authing: authing.DirectorySignInFeature };

/** Sign-in by the vendor's version 3 API: `signinByCredentials`. */
export const credentials = { authing: authing.CredentialsFeature };

/** The user's picture: `uploadAvatar`, `updateAvatar`. */
export const avatar = { authing: authing.AvatarFeature };

/** The user's phone number and email address: `bindPhone`, `updateEmail`… */
export const addresses = { authing: authing.AddressesFeature };

/** The account: `getSecurityLevel`, `listApplications`, `linkAccount`… */
export const account = { authing: authing.AccountFeature };

/** Permissions and memberships of the user: `hasRole`, `listOrgs`, `listAuthorizedResources`… */
export const access = { authing: authing.AccessFeature };

/** Custom fields of the user: `listUdv`, `setUdv`… */
export const customFields = { authing: authing.CustomFieldsFeature };

/** The state of a token at the server: `validateToken`. */
export const tokens = { authing: authing.TokensFeature };

/** The state of the session at the server: `checkLoginStatus`. */
export const loginStatus = { authing: authing.LoginStatusFeature };

/** OAuth 2, OpenID Connect and CAS, call by call: `getAccessTokenByCode`, `introspectToken`… */
export const protocols = { authing: authing.ProtocolsFeature };

/** Addresses of OAuth 2, OpenID Connect, SAML and CAS, made without the server: `buildAuthorizeUrl`… */
export const protocolAddresses = { authing: ProtocolAddressesClient };

/** Headers that describe the caller: `setLang`, `setRequestFrom`. */
export const caller = { authing: CallerClient };

/** Sign-in at other providers, as `client.social`. */
export const social = { authing: authingSubClients.SocialFeature };

/** Sign-in at the identity provider of an enterprise, as `client.enterprise`. */
export const enterprise = { authing: authingSubClients.EnterpriseFeature };

/** Sign-in by a code that an app scans, as `client.qrcode`. */
export const appQrCode = { authing: authingSubClients.AppQrCodeFeature };

/** Sign-in by a code that a WeChat mini program scans, as `client.wxqrcode`. */
export const wxappQrCode = { authing: authingSubClients.WxappQrCodeFeature };

/** Sign-in by a code of a WeChat official account, as `client.wechatmpqrcode`. */
export const wechatMpQrCode = { authing: authingSubClients.WechatMpQrCodeFeature };

/** The person or enterprise to whom the account belongs, as `client.principal`. */
export const principal = { authing: authingSubClients.PrincipalFeature };

/** The devices of the user, as `client.browserFingerprint`. */
export const devices = { authing: authingSubClients.DevicesFeature };

/** Events of the user pool, as `client.event`. */
export const events = { authing: authingSubClients.EventFeature };

/** Sign-in by links in messages: `isRedirectCallback`, `handleRedirectCallback`, `exchangeCodeForSession`. */
export const links = { gotrue: gotrue.GoTrueLinksFeature };

/** Tokens from elsewhere: `setSession`. */
export const setSession = { gotrue: gotrue.GoTrueSetSessionFeature };

/** The user's identities at other providers: `getUserIdentities`, `linkIdentity`, `unlinkIdentity`. */
export const identities = { gotrue: gotrue.GoTrueIdentitiesFeature };

/** Second factors, as a feature of either server. */
export interface MfaFeature<Member extends Factor> {
  readonly authing: new (ports: AuthingPorts) => authingSubClients.AuthingMfaMembers<Member>;
  readonly gotrue: new (ports: GoTruePorts) => gotrue.GoTrueMfaMembers<Member>;
}

/** Second factors of these kinds, in both API styles, as `client.mfa`. */
export function mfa<Member extends Factor>(...factors: readonly Member[]): MfaFeature<Member> {
  return { authing: authingSubClients.mfaFeature(factors), gotrue: gotrue.goTrueMfaFeature(factors) };
}

/** Sign-ins that were exported elsewhere: `resumeSignIn`. */
export const resumedSignIn = { authing: authingSubClients.ResumedSignIn };
