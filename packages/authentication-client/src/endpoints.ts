/** The rows of the wire, for servers and tests that speak it from the other side. */
export { accessEndpoints, accessQueries } from './access/access.endpoints.js';
export { accountEndpoints } from './account/account.endpoints.js';
export { addressesEndpoints } from './addresses/addresses.endpoints.js';
export { codesEndpoints, type SmsScene } from './codes/codes.endpoints.js';
export { customFieldsEndpoints } from './custom-fields/custom-fields.endpoints.js';
export { deviceCalls, deviceReports, devicesEndpoints } from './devices/devices.endpoints.js';
export { enterpriseEndpoints } from './enterprise/enterprise.endpoints.js';
export type { EnterpriseSettings } from './enterprise/enterprise.types.js';
export { eventsEndpoints } from './events/events.endpoints.js';
export {
  authingMfaEndpoints,
  type TotpSource,
  type WireAssociation,
  type WireAuthenticator,
  type WireFacePhotos,
} from './mfa/gateways/authing/authing-mfa.endpoints.js';
export { passwordResets, passwordsEndpoints } from './passwords/passwords.endpoints.js';
export { principalEndpoints } from './principal/principal.endpoints.js';
export { profileEndpoints } from './profile/profile.endpoints.js';
export { casEndpoints, oauthEndpoints, oidcEndpoints } from './protocols/protocols.endpoints.js';
export { qrCodeEndpoints } from './qrcode/qr-code.endpoints.js';
export { type JwtTokenStatus, type RefreshToken, sessionCalls, sessionEndpoints } from './session/session.endpoints.js';
export { signInEndpoints } from './sign-in/sign-in.endpoints.js';
export { signUpEndpoints } from './sign-up/sign-up.endpoints.js';
export { socialCalls, socialEndpoints } from './social/social.endpoints.js';
export { tokensEndpoints } from './tokens/tokens.endpoints.js';
export { type UploadedFile, uploadsEndpoints } from './uploads/uploads.endpoints.js';
