export type { AuthenticationClientOptions } from '../authing/options/options.js';
export type { ClientEvents, Store } from '../client/client-events.js';
export {
  type ClientSnapshot,
  type ClientState,
  loadingSnapshot,
  type SignedOutReason,
} from '../client/client-snapshot.js';
export type { ComposedClient } from '../client/compose.js';
export { createClient } from '../client/create-client.js';
export * from '../core-exports.js';
export type { GoTrueAuthenticationClientOptions } from '../gotrue/options/gotrue-options.js';
export * from '../mfa/client/index.js';
export type { Factor } from '../mfa/factor.js';
export { email } from '../mfa/factors/email/email.js';
export { face } from '../mfa/factors/face/face.js';
export { phone } from '../mfa/factors/phone/phone.js';
export { recoveryCodes } from '../mfa/factors/recovery-codes/recovery-codes.js';
export { totp } from '../mfa/factors/totp/totp.js';
export { webauthn } from '../mfa/factors/webauthn/webauthn.js';
export { type AuthingServer, authing } from './authing-server.js';
export * from './features.js';
export { type GoTrueServer, gotrue } from './gotrue-server.js';
