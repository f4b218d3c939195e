export type { Lease } from './lease/lease.js';
export { Session, type SessionSettings, type SessionState } from './session.js';
export type { SessionEvents, SignedOutReason } from './session-events.js';
export type { AssuranceLevel, AuthenticationMethod, NewSession, Renewal, SessionRecord } from './session-record.js';
export { MemoryStorage } from './storage/memory-storage.js';
export { WebStorage, webStorageOrMemory } from './storage/web-storage.js';
export { storageKey } from './storage-key.js';
export type { SynchronousTokenStorage, TokenStorage } from './token-storage.js';
