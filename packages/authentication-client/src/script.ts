// The global `Sallyport` of pages that load one script and have no bundler.

export { MemoryStorage, WebStorage } from '@sallyport/core/storage';
export { AuthenticationClient } from './authing/authentication-client.js';
export { loadingSnapshot } from './client/client-snapshot.js';
export * from './error-exports.js';
export { GoTrueAuthenticationClient } from './gotrue/gotrue-authentication-client.js';
export { PendingSignIn } from './mfa/domain/pending-sign-in.js';
