import { lazy } from '../../loading/lazy.js';
import { unlessAborted } from '../../unless-aborted.js';
import { indexedDatabases, webLocks } from './browser-features.js';
import { holdTime } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';

const loadTabLease = /* @__PURE__ */ lazy(() => import('./tab-lease.js'));

/**
 * The best lease of this browser that excludes the other tabs that share an area of `localStorage`; `undefined` where it
 * has none. Its code loads with the first renewal.
 */
export function browserLease(area: () => Storage | undefined): Lease | undefined {
  return webLocks() || indexedDatabases() ? new LoadedLease(area) : undefined;
}

class LoadedLease implements Lease {
  readonly holdMs = holdTime({});
  readonly #area: () => Storage | undefined;
  #lease: Lease | undefined;

  constructor(area: () => Storage | undefined) {
    this.#area = area;
  }

  async hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { tabLease } = await unlessAborted(loadTabLease(), signal);
    this.#lease ??= tabLease(this.#area);
    return this.#lease ? this.#lease.hold(name, work, signal) : work();
  }
}
