import { DisposedError } from '@sallyport/core/errors';
import type { Listener, Unsubscribe } from '@sallyport/core/events';
import type { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import type { ClientEvents, Store } from './client-events.js';
import type { ClientPorts } from './client-ports.js';
import type { ClientSnapshot, ClientState } from './client-snapshot.js';

/** Members of every identity client, whatever its server: its state, its events, its end. */
export class IdentityClient {
  readonly #ports: ClientPorts;

  constructor(ports: ClientPorts) {
    this.#ports = ports;
  }

  /** Where the sign-in stands. */
  get state(): ClientState {
    return this.snapshot.state;
  }

  /** The client at this moment: one frozen object until something changes. `stateChanged` fires with each new one. */
  get snapshot(): ClientSnapshot {
    return this.store.get();
  }

  /**
   * The snapshots in the form that `useSyncExternalStore` and signals read:
   * `useSyncExternalStore(client.store.subscribe, client.store.get, () => loadingSnapshot)`.
   */
  get store(): Store<ClientSnapshot> {
    return this.#ports.events.store;
  }

  /** When the tokens of the session expire, by the server's clock; `null` without a session or without an expiry. */
  get expiresAt(): Date | null {
    const { expiresAt = null } = this.#ports.session.current ?? {};
    return expiresAt === null ? null : new Date(expiresAt);
  }

  /** The sign-in that waits for its second factor; `null` when there is none or its time is over. */
  get pendingSignIn(): PendingSignIn | null {
    return this.#ports.pendingSignIns.current;
  }

  /**
   * Resolves when the stored session has been read. While nobody is signed in, it is read again with each call: processes
   * that share a folder or Redis are not told of each other's sign-ins.
   */
  ready(): Promise<void> {
    return this.#ports.session.ready();
  }

  /**
   * Listens to an event.
   *
   * @returns A function that removes the listener.
   * @throws {InputError} There is no such event, or the listener is not a function.
   */
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<ClientEvents[Name]>): Unsubscribe {
    return this.#ports.events.on(name, listener);
  }

  /**
   * Closes connections, stops timers and forgets listeners. The stored session stays, and a renewal that was sent is
   * still stored. Later calls are rejected with a `DisposedError`.
   */
  async dispose(): Promise<void> {
    const { lifetime, stopListening, events, sending, transport, pendingSignIns, session } = this.#ports;
    lifetime.abort(new DisposedError({ message: 'The client was disposed of', remedy: 'Make another client.' }));
    stopListening();
    events.clear();
    pendingSignIns.dispose();
    await transport.disposeAfter(sending.dispose());
    await session.dispose();
  }
}
