export type { Lease } from './lease/lease.js';
export { Session, type SessionSettings, type SessionState } from './session.js';
export type { SessionEvents, SignedOutReason } from './session-events.js';
export type {
  AssuranceLevel,
  AuthenticationMethod,
  NewSession,
  Renewal,
  SessionRecord,
  SessionTokens,
} from './session-record.js';
export { SessionRenewal, type SessionRenewalSettings, type TokenRenewer } from './session-renewal.js';
export { MemoryStorage } from './storage/memory-storage.js';
export { WebStorage, webStorageOrMemory } from './storage/web-storage.js';
export { storageKey } from './storage-key.js';
export type { SynchronousTokenStorage, TokenStorage } from './token-storage.js';
export { listenForWake } from './wake-signals.js';
