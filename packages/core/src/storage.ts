// Storages of tokens, and the leases of those that several clients share.
export { FileLease } from './session/lease/file-lease.js';
export type { LeaseOptions } from './session/lease/hold-time.js';
export { IndexedDbLease } from './session/lease/indexed-db-lease.js';
export type { ExtendLease, Lease } from './session/lease/lease.js';
export { MemoryLease } from './session/lease/memory-lease.js';
export { RedisLease } from './session/lease/redis-lease.js';
export { WebLocksLease } from './session/lease/web-locks-lease.js';
export { FileStorage } from './session/storage/file-storage.js';
export { MemoryStorage } from './session/storage/memory-storage.js';
export type { IoRedisClient, NodeRedisClient, RedisClient, RedisOptions } from './session/storage/redis-client.js';
export { RedisStorage } from './session/storage/redis-storage.js';
export { type UnstorageLike, type UnstorageOptions, UnstorageStorage } from './session/storage/unstorage-storage.js';
export { WebStorage, webStorageOrMemory } from './session/storage/web-storage.js';
export { storageKey } from './session/storage-key.js';
export type { SynchronousTokenStorage, TokenStorage } from './session/token-storage.js';
