/** The rows of the wire, for servers and tests that speak it from the other side. */
export { accessEndpoints, accessQueries } from './authing/access/access.endpoints.js';
export { accountEndpoints } from './authing/account/account.endpoints.js';
export { addressesEndpoints } from './authing/addresses/addresses.endpoints.js';
export { codesEndpoints } from './authing/codes/codes.endpoints.js';
export { customFieldsEndpoints } from './authing/custom-fields/custom-fields.endpoints.js';
export { deviceCalls, deviceReports, devicesEndpoints } from './authing/devices/devices.endpoints.js';
export { enterpriseEndpoints } from './authing/enterprise/enterprise.endpoints.js';
export type { EnterpriseSettings } from './authing/enterprise/enterprise.types.js';
export { eventsEndpoints } from './authing/events/events.endpoints.js';
export { authingMfaEndpoints } from './authing/mfa/authing-mfa.endpoints.js';
export { passwordResets, passwordsEndpoints } from './authing/passwords/passwords.endpoints.js';
export { principalEndpoints } from './authing/principal/principal.endpoints.js';
export { profileEndpoints } from './authing/profile/profile.endpoints.js';
export { casEndpoints, oauthEndpoints, oidcEndpoints } from './authing/protocols/protocols.endpoints.js';
export { qrCodeEndpoints } from './authing/qrcode/qr-code.endpoints.js';
export {
  type JwtTokenStatus,
  sessionCalls,
  sessionEndpoints,
} from './authing/session/session.endpoints.js';
export { signInEndpoints } from './authing/sign-in/sign-in.endpoints.js';
export { signUpEndpoints } from './authing/sign-up/sign-up.endpoints.js';
export { socialCalls, socialEndpoints } from './authing/social/social.endpoints.js';
export { tokensEndpoints } from './authing/tokens/tokens.endpoints.js';
export { type UploadedFile, uploadsEndpoints } from './authing/uploads/uploads.endpoints.js';
export type { SmsScene } from './client/portable/sms-scene.js';
export type { RefreshToken } from './client/session/refresh-token.js';
export type { WireFacePhotos } from './mfa/factors/face/face.authing.js';
export type { WireAssociation } from './mfa/factors/totp/totp.authing.js';
export type { Authenticator as WireAuthenticator, TotpSource } from './mfa/mfa-server.js';
