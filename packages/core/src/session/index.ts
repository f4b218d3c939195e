export { FileLease } from './lease/file-lease.js';
export type { LeaseOptions } from './lease/hold-time.js';
export { IndexedDbLease } from './lease/indexed-db-lease.js';
export type { ExtendLease, Lease } from './lease/lease.js';
export { MemoryLease } from './lease/memory-lease.js';
export { RedisLease } from './lease/redis-lease.js';
export { WebLocksLease } from './lease/web-locks-lease.js';
export { Session, type SessionSettings, type SessionState } from './session.js';
export type { SessionEvents, SignedOutReason } from './session-events.js';
export type {
  AssuranceLevel,
  AuthenticationMethod,
  NewSession,
  Renewal,
  RenewedSession,
  SessionRecord,
  SessionTokens,
} from './session-record.js';
export { createRecord, parseRecord, type StoredRecord } from './session-record.js';
export { SessionRenewal, type SessionRenewalSettings, type TokenRenewer } from './session-renewal.js';
export { FileStorage } from './storage/file-storage.js';
export { MemoryStorage } from './storage/memory-storage.js';
export type { IoRedisClient, NodeRedisClient, RedisClient, RedisOptions } from './storage/redis-client.js';
export { RedisStorage } from './storage/redis-storage.js';
export { type UnstorageLike, type UnstorageOptions, UnstorageStorage } from './storage/unstorage-storage.js';
export { WebStorage, webStorageOrMemory } from './storage/web-storage.js';
export { storageKey } from './storage-key.js';
export type { SynchronousTokenStorage, TokenStorage } from './token-storage.js';
export { listenForWake } from './wake-signals.js';
