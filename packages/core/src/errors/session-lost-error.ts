import { UnauthenticatedError } from './unauthenticated-error.js';

/**
 * The server refused to renew the session, and nobody who shares it has a newer one: it is over, here and in the storage.
 * Everything that waited for the renewal is rejected with the same error. Sign in again.
 */
export class SessionLostError extends UnauthenticatedError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'SessionLostError';
  override readonly kind = 'session-lost';
}
