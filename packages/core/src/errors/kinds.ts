/**
 * What went wrong, in our own words: the field to switch on. It also holds across two installed copies of
 * this package, where `instanceof` does not.
 */
export type ErrorKind =
  | 'configuration'
  | 'invalid-input'
  | 'network'
  | 'proxy'
  | 'timeout'
  | 'api'
  | 'unauthenticated'
  | 'not-signed-in'
  | 'session-lost'
  | 'disposed'
  | 'oauth'
  | 'permission-denied'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'server'
  | 'invalid-response'
  | 'invalid-credentials'
  | 'invalid-code'
  | 'challenge-expired'
  | 'sign-in-step-required'
  | 'mfa-required'
  | 'unsupported-by-server'
  | 'token'
  | 'token-expired'
  | 'token-claim'
  | 'token-signature'
  | 'storage';
