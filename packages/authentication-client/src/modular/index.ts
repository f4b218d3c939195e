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
export * from '../mfa/index.js';
export { type AuthingServer, authing } from './authing-server.js';
export * from './features.js';
export { type GoTrueServer, gotrue } from './gotrue-server.js';
