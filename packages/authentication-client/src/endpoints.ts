/** The rows of the wire, for servers and tests that speak it from the other side. */
export { codesEndpoints, type SmsScene } from './codes/codes.endpoints.js';
export {
  authingMfaEndpoints,
  type TotpSource,
  type WireAssociation,
  type WireAuthenticator,
} from './mfa/gateways/authing/authing-mfa.endpoints.js';
export { profileEndpoints } from './profile/profile.endpoints.js';
export { type JwtTokenStatus, type RefreshToken, sessionCalls, sessionEndpoints } from './session/session.endpoints.js';
export { signInEndpoints } from './sign-in/sign-in.endpoints.js';
export { signUpEndpoints } from './sign-up/sign-up.endpoints.js';
