import { ConfigurationError } from '../../errors/index.js';
import { lazy } from '../../loading/lazy.js';
import { unlessAborted } from '../../unless-aborted.js';
import { indexedDatabases } from './browser-features.js';
import { holdTime, type LeaseOptions } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';

// Few pages need it: most have Web Locks.
const loadNotes = /* @__PURE__ */ lazy(() => import('./indexed-db-notes.js'));

/**
 * Excludes the tabs and workers of an origin by notes in IndexedDB, which plain http has too. The note of a tab that has
 * gone, or crashed, is in nobody's way; that of one that is frozen is, until its time is over.
 */
export class IndexedDbLease implements Lease {
  readonly holdMs: number;
  readonly #factory: IDBFactory;
  #notes: Lease | undefined;

  /** @throws {ConfigurationError} There is no IndexedDB here, or an option is malformed. */
  constructor(options: LeaseOptions = {}) {
    this.holdMs = holdTime(options);
    const factory = indexedDatabases();
    if (!factory) {
      throw new ConfigurationError({
        message: 'There is no IndexedDB here',
        remedy: 'Allow it in the browser’s settings, or pass a storage with another lease.',
      });
    }
    this.#factory = factory;
  }

  async hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const { indexedDbNotes } = await unlessAborted(loadNotes(), signal);
    this.#notes ??= indexedDbNotes(this.#factory, { holdMs: this.holdMs });
    return this.#notes.hold(name, work, signal);
  }
}
