import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core';
import type { MemoryStore } from '../../storage/memory-store.js';
import { normalizeEmail, normalizePhone } from '../accounts/identifiers.js';
import type { Channel, Message } from './message.types.js';

/** Which messages to read; what is left out matches all. */
export interface MessageFilter {
  /** The address, in any spelling that the server takes for the same. */
  readonly to?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly scene?: string | undefined;
}

/** Keeps what would have been sent. */
export class Mailbox {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  deliver(message: Omit<Message, 'id' | 'sentAt'>): void {
    this.#store.messages.put({ ...message, id: randomUUID(), sentAt: this.#clock.now() });
  }

  /** Newest first. */
  list({ to, channel, scene }: MessageFilter = {}): Message[] {
    const addresses = to === undefined ? undefined : [to, normalizeEmail(to), normalizePhone(to)];
    return this.#store.messages
      .values()
      .reverse()
      .filter(
        (message) =>
          (addresses?.includes(message.to) ?? true) &&
          (channel ?? message.channel) === message.channel &&
          (scene ?? message.scene) === message.scene,
      );
  }

  clear(): void {
    this.#store.messages.clear();
  }
}
