import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { PublishedEvent } from './event.types.js';

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
    for (const hear of this.#subscribers) hear(published);
  }

  /** Returns the function that ends it. */
  subscribe(hear: (event: PublishedEvent) => void): () => void {
    this.#subscribers.add(hear);
    return () => this.#subscribers.delete(hear);
  }
}
