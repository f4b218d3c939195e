import { ConfigurationError, StorageError } from '../../errors/index.js';
import { unlessAborted } from '../../single-flight.js';
import { holdTime, type LeaseOptions } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';

/**
 * Excludes the tabs and workers of an origin by notes in IndexedDB, which plain http has too. The note of a tab that has
 * gone, or crashed, is in nobody's way; that of one that is frozen is, until its time is over.
 */
export class IndexedDbLease implements Lease {
  readonly holdMs: number;
  readonly #factory: IDBFactory;
  #notes: Promise<Lease> | undefined;

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
    this.#notes ??= this.#load();
    return (await unlessAborted(this.#notes, signal)).hold(name, work, signal);
  }

  // Few pages need it: most have Web Locks.
  async #load(): Promise<Lease> {
    try {
      const { indexedDbNotes } = await import('./indexed-db-notes.js');
      return indexedDbNotes(this.#factory, { holdMs: this.holdMs });
    } catch {
      this.#notes = undefined; // the next one tries again
      throw new StorageError({
        message: 'A part of the client could not be loaded',
        remedy: 'Check the network, and that all files of the application are served.',
        retryable: true,
      });
    }
  }
}

/** The databases of this origin; `undefined` where there are none, or a policy forbids them. */
export function indexedDatabases(): IDBFactory | undefined {
  try {
    // The types know no place without them.
    return (globalThis as { indexedDB?: IDBFactory }).indexedDB;
  } catch {
    return undefined; // reading the property throws in a sandboxed frame
  }
}
