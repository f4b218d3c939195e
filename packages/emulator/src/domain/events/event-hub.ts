import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { PublishedEvent } from './event.types.js';

// An event is as long as a body may be: older ones are dropped by number and by length.
const KEPT = 1_000;
const KEPT_CHARACTERS = 8 * 1024 * 1024;

/** Events that users publish, and those who listen. What was published is state, who listens is not. */
export class EventHub {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #subscribers = new Set<(event: PublishedEvent) => void>();

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  publish(event: Omit<PublishedEvent, 'id' | 'publishedAt'>): void {
    const published = { ...event, id: randomUUID(), publishedAt: this.#clock.now() };
    this.#store.events.put(published);
    this.#store.events.keepLatest(KEPT, { most: KEPT_CHARACTERS, of: lengthOf });
    for (const hear of this.#subscribers) hear(published);
  }

  /** Returns the function that ends it. */
  subscribe(hear: (event: PublishedEvent) => void): () => void {
    this.#subscribers.add(hear);
    return () => this.#subscribers.delete(hear);
  }
}

function lengthOf({ type, source, data }: PublishedEvent): number {
  return type.length + source.length + data.length;
}
