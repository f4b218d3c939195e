import { indexedDatabases, webLocks } from './browser-features.js';
import { CoherentLease } from './coherent-lease.js';
import { IndexedDbLease } from './indexed-db-lease.js';
import type { Lease } from './lease.js';
import { WebLocksLease } from './web-locks-lease.js';

/** The best lease of this browser that excludes the other tabs; `undefined` where it has none. */
export function tabLease(area: () => Storage | undefined): Lease | undefined {
  if (webLocks()) return new CoherentLease(new WebLocksLease(), area);
  return indexedDatabases() ? new CoherentLease(new IndexedDbLease(), area) : undefined;
}
