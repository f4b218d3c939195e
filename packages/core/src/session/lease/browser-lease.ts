import { CoherentLease } from './coherent-lease.js';
import { IndexedDbLease, indexedDatabases } from './indexed-db-lease.js';
import type { Lease } from './lease.js';
import { WebLocksLease, webLocks } from './web-locks-lease.js';

/**
 * The best that this browser has to exclude the other tabs that share an area of `localStorage`; `undefined` where it has
 * nothing.
 */
export function browserLease(area: () => Storage | undefined): Lease | undefined {
  const lease = tabLease();
  return lease && new CoherentLease(lease, area);
}

function tabLease(): Lease | undefined {
  if (webLocks()) return new WebLocksLease();
  return indexedDatabases() ? new IndexedDbLease() : undefined;
}
