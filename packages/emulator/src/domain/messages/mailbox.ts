import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { Channel, Message } from './message.types.js';
import { identityOf, plainAddress } from './recipient.js';

/** Which messages to read; what is left out matches all. */
export interface MessageFilter {
  /** The address, in any spelling that the server takes for the same. */
  readonly to?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly scene?: string | undefined;
}

// Older messages are dropped, so that the state ends somewhere.
const KEPT = 10_000;

/** Keeps what would have been sent. */
export class Mailbox {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns The id of the message. */
  deliver(message: Omit<Message, 'id' | 'sentAt'>): string {
    const id = randomUUID();
    this.#store.messages.put({ ...message, id, sentAt: this.#clock.now() });
    this.#store.messages.keepLatest(KEPT);
    return id;
  }

  /** Newest first. */
  list({ to, channel, scene }: MessageFilter = {}): Message[] {
    return this.#store.messages
      .values()
      .reverse()
      .filter(
        (message) =>
          (to === undefined || isTo(message, to)) &&
          (channel ?? message.channel) === message.channel &&
          (scene ?? message.scene) === message.scene,
      );
  }

  clear(): void {
    this.#store.messages.clear();
  }
}

// A number without its country stands for that number in all of them, and one that only lacks its `+` for itself.
function isTo({ channel, to, phoneCountryCode }: Message, address: string): boolean {
  const asked = { channel, address };
  const plain = plainAddress(asked);
  return (
    plain === to || `+${plain}` === to || identityOf(asked) === identityOf({ channel, address: to, phoneCountryCode })
  );
}
