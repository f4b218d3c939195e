import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { AuditEntry } from './audit.types.js';

// What is older than these is forgotten: nobody reads that far back, and the state has to end somewhere.
const KEPT = 10_000;

/** Remembers who did what. */
export class AuditTrail {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  record(entry: Omit<AuditEntry, 'id' | 'at'>): void {
    const { auditEntries } = this.#store;
    auditEntries.put({ ...entry, id: randomUUID(), at: this.#clock.now() });
    auditEntries.keepLatest(KEPT);
  }

  /** The latest first. */
  list(): AuditEntry[] {
    return this.#store.auditEntries.values().reverse();
  }
}
