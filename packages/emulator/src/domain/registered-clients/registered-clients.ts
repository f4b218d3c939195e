import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { fingerprintOf, newSecret } from '../opaque-token.js';
import type { ClientRegistration, RegisteredClient } from './registered-client.types.js';

/** A client at the one moment when its secret can be read. */
export interface NewClientSecret {
  readonly client: RegisteredClient;
  /** `null` for a public client. */
  readonly secret: string | null;
}

/** The clients that administrators have registered. They are no applications of the pool. */
export class RegisteredClients {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get(id: string): RegisteredClient | undefined {
    return this.#store.registeredClients.get(id);
  }

  /** The latest first. */
  all(): readonly RegisteredClient[] {
    return this.#store.registeredClients.values().reverse();
  }

  register(registration: ClientRegistration): NewClientSecret {
    const now = this.#clock.now();
    const client = { ...registration, id: randomUUID(), secretHash: null, createdAt: now, updatedAt: now };
    return isPublic(client) ? { client: this.#put(client), secret: null } : this.renewSecret(client);
  }

  change(client: RegisteredClient, change: Partial<ClientRegistration>): RegisteredClient {
    return this.#put({ ...client, ...change, updatedAt: this.#clock.now() });
  }

  /** Gives a client another secret. The one before is worthless. */
  renewSecret(client: RegisteredClient): NewClientSecret & { readonly secret: string } {
    const secret = newSecret();
    const renewed = { ...client, secretHash: fingerprintOf(secret), updatedAt: this.#clock.now() };
    return { client: this.#put(renewed), secret };
  }

  delete(id: string): void {
    this.#store.registeredClients.delete(id);
  }

  #put(client: RegisteredClient): RegisteredClient {
    this.#store.registeredClients.put(client);
    return client;
  }
}

/** Whether a client cannot keep a secret, and has none. */
export function isPublic({ authentication }: Pick<RegisteredClient, 'authentication'>): boolean {
  return authentication === 'none';
}
