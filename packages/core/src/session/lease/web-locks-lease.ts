import { ConfigurationError, StorageError } from '../../errors/index.js';
import { webLocks } from './browser-features.js';
import { HoldTerm } from './hold-term.js';
import { holdTime, type LeaseOptions } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';

/**
 * Excludes the tabs and workers of an origin by Web Locks, which the browser frees with the tab. Browsers have them in
 * secure contexts only: `https:`, and loopback addresses.
 */
export class WebLocksLease implements Lease {
  readonly holdMs: number;
  readonly #locks: LockManager;

  /** @throws {ConfigurationError} There are no Web Locks here, or an option is malformed. */
  constructor(options: LeaseOptions = {}) {
    this.holdMs = holdTime(options);
    const locks = webLocks();
    if (!locks) {
      throw new ConfigurationError({
        message: 'There are no Web Locks here',
        remedy: 'Serve the page by https, or use an IndexedDbLease.',
      });
    }
    this.#locks = locks;
  }

  async hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const run = (): Promise<void> =>
        new Promise((letGo) => {
          const term = new HoldTerm(this.holdMs, letGo);
          term.start();
          work(async () => term.extend())
            .finally(() => term.end())
            .then(resolve, reject);
        });
      // Nothing but a lock that was never granted: what the work came to is known by then.
      const fail = (): void => reject(signal.aborted ? signal.reason : failure());
      this.#locks.request(`sallyport:${name}`, { signal }, run).catch(fail);
    });
  }
}

function failure(): StorageError {
  return new StorageError({
    message: 'The browser granted no lock',
    remedy: 'Web Locks need a page that is shown, and an origin of its own.',
  });
}
