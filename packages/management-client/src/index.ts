/** The rows of the wire, for servers and tests that speak it from the other side. */
export {
  type ISetTotpResp,
  mfaEndpoints,
  type UserMfaStatus,
  type UserMfaType,
} from './resources/mfa/mfa.endpoints.js';
export { usersCalls, usersEndpoints } from './resources/users/users.endpoints.js';
export { tokenEndpoints } from './token/token.endpoints.js';
