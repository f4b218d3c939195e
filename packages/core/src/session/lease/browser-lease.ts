import { IndexedDbLease, indexedDatabases } from './indexed-db-lease.js';
import type { Lease } from './lease.js';
import { WebLocksLease, webLocks } from './web-locks-lease.js';

/** The best that this browser has to exclude the other tabs of the origin; `undefined` where it has nothing. */
export function browserLease(): Lease | undefined {
  if (webLocks()) return new WebLocksLease();
  return indexedDatabases() ? new IndexedDbLease() : undefined;
}
