import { type Listener, TypedEmitter, type Unsubscribe } from '@sallyport/core/events';
import type { Logger } from '@sallyport/core/logging';
import type { Session, SessionEvents } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import type { FactorType } from '../mfa/factors/index.js';
import { type ClientSnapshot, loadingSnapshot, type SignedOutReason, type Snapshots } from './client-snapshot.js';

/** The events of a client. Payloads contain ids and times, never tokens; `stateChanged` also contains the user. */
export interface ClientEvents extends SessionEvents {
  mfaRequired: { readonly offered: readonly FactorType[]; readonly expiresAt: Date };
  /** The time for the second factor is over, or the server has refused to continue the pending sign-in. */
  signInExpired: { readonly expiresAt: Date };
  factorEnrolled: { readonly factor: FactorType };
  factorRemoved: { readonly factor: FactorType };
  /**
   * Fires with each new snapshot. Each listener also receives the first known snapshot once, asynchronously, after the
   * stored session has been read.
   */
  stateChanged: ClientSnapshot;
}

/** Every event, in the order of their descriptions. */
export const CLIENT_EVENTS = [
  'signedIn',
  'signedOut',
  'sessionRefreshed',
  'sessionExpired',
  'sessionStale',
  'userUpdated',
  'storageFailed',
  'mfaRequired',
  'signInExpired',
  'factorEnrolled',
  'factorRemoved',
  'stateChanged',
] as const satisfies readonly (keyof ClientEvents)[];

/** A value that changes, in the form that `useSyncExternalStore` and signals read. Both functions need no `this`. */
export interface Store<T> {
  readonly get: () => T;
  /** Calls the listener after each change, and not at once. */
  readonly subscribe: (listener: () => void) => Unsubscribe;
}

/** The dependencies of the emitter. */
export interface ClientEmitterDeps {
  readonly snapshots: Snapshots;
  /** Called when a listener of `stateChanged` is added; the session needs the emitter, too. */
  readonly session: () => Pick<Session<User>, 'ready' | 'state'>;
  readonly logger: Logger;
}

/** Emits events, and after each of them the snapshot if it has changed. */
export class ClientEmitter {
  readonly store: Store<ClientSnapshot>;
  readonly #deps: ClientEmitterDeps;
  readonly #emitter: TypedEmitter<ClientEvents>;
  #isCleared = false;

  constructor(deps: ClientEmitterDeps) {
    this.#deps = deps;
    this.#emitter = new TypedEmitter<ClientEvents>(CLIENT_EVENTS, deps.logger);
    this.store = { get: () => deps.snapshots.current, subscribe: (listener) => this.#subscribe(listener) };
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<ClientEvents[Name]>): Unsubscribe {
    if (name !== 'stateChanged' || typeof listener !== 'function') return this.#emitter.on(name, listener);
    return this.#onStateChanged(listener as Listener<ClientSnapshot>, null); // as its name says
  }

  emit<Name extends keyof ClientEvents>(name: Name, payload: ClientEvents[Name]): void {
    const { snapshots } = this.#deps;
    snapshots.reason = reasonIn(name, payload) ?? snapshots.reason;
    this.#emitter.emit(name, payload);
    this.stateChanged();
  }

  /** Emits the snapshot to the listeners that have not received it yet. */
  stateChanged(): void {
    if (!this.#emitter.hasListener('stateChanged')) return; // a snapshot copies the user
    this.#emitter.emit('stateChanged', this.#deps.snapshots.current);
  }

  /** Emits the snapshot after a pending sign-in was left without an error. */
  abandoned(): void {
    this.#deps.snapshots.reason = 'sign-out';
    this.stateChanged();
  }

  clear(): void {
    this.#isCleared = true;
    this.#emitter.clear();
  }

  #subscribe(listener: () => void): Unsubscribe {
    return this.#onStateChanged(() => listener(), this.#deps.snapshots.current);
  }

  /** @param known - The snapshot that the listener has already; `null` for none. */
  #onStateChanged(listener: Listener<ClientSnapshot>, known: ClientSnapshot | null): Unsubscribe {
    let isActive = true;
    let last = known;
    const receive = (snapshot: ClientSnapshot): unknown => {
      if (!isActive || snapshot === last || snapshot === loadingSnapshot) return undefined;
      last = snapshot;
      return listener(snapshot); // a promise, at times, whose rejection the emitter logs
    };
    const remove = this.#emitter.on('stateChanged', receive);
    void this.#known().then(() => {
      const hasReceived = last !== known;
      if (hasReceived || this.#isCleared) return;
      this.#emitter.deliver('stateChanged', receive, this.#deps.snapshots.current);
    });
    return () => {
      isActive = false;
      remove();
    };
  }

  // `ready` reads the storage again while no user is signed in; a known state needs no second reading.
  async #known(): Promise<void> {
    const session = this.#deps.session();
    if (session.state === 'unknown') await session.ready();
  }
}

function reasonIn<Name extends keyof ClientEvents>(
  name: Name,
  payload: ClientEvents[Name],
): SignedOutReason | undefined {
  if (name === 'sessionExpired') return 'session-expired';
  if (name === 'signInExpired') return 'sign-in-expired';
  if (name !== 'signedOut') return undefined;
  return 'reason' in payload && payload.reason === 'elsewhere' ? 'elsewhere' : 'sign-out';
}
