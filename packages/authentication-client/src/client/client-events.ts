import {
  type AssuranceLevel,
  type Listener,
  type Logger,
  type SessionEvents,
  type SessionState,
  TypedEmitter,
  type Unsubscribe,
} from '@sallyport/core';
import type { FactorType } from '../mfa/domain/factor.js';

/**
 * Where a sign-in stands: `mfaRequired` while a second factor is due, whoever is signed in beside that; `stale` while
 * somebody is signed in whose token has ended or could not be renewed for now.
 */
export type ClientState = SessionState | 'mfaRequired';

/** The client at one moment. A new object after each event, so that it can be compared by identity. */
export interface ClientSnapshot {
  readonly state: ClientState;
  readonly userId: string | null;
  readonly assuranceLevel: AssuranceLevel | null;
  /** When the session's token ends; `null` when there is none or it does not say. */
  readonly expiresAt: Date | null;
}

/** What a client tells its listeners. Payloads carry ids and times, never tokens. */
export interface ClientEvents extends SessionEvents {
  mfaRequired: { readonly offered: readonly FactorType[]; readonly expiresAt: Date };
  factorEnrolled: { readonly factor: FactorType };
  factorRemoved: { readonly factor: FactorType };
  /** Fires after every other event, and when a pending sign-in is over. */
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
  'factorEnrolled',
  'factorRemoved',
  'stateChanged',
] as const satisfies readonly (keyof ClientEvents)[];

/** Tells listeners of an event, and of the state that it left. */
export class ClientEmitter {
  readonly #emitter: TypedEmitter<ClientEvents>;
  readonly #snapshot: () => ClientSnapshot;

  constructor(snapshot: () => ClientSnapshot, logger: Logger) {
    this.#emitter = new TypedEmitter<ClientEvents>(CLIENT_EVENTS, logger);
    this.#snapshot = snapshot;
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<ClientEvents[Name]>): Unsubscribe {
    return this.#emitter.on(name, listener);
  }

  emit<Name extends keyof ClientEvents>(name: Name, payload: ClientEvents[Name]): void {
    this.#emitter.emit(name, payload);
    this.stateChanged();
  }

  /** Tells of a state that no event led to, such as a pending sign-in whose time is over. */
  stateChanged(): void {
    this.#emitter.emit('stateChanged', this.#snapshot());
  }

  clear(): void {
    this.#emitter.clear();
  }
}
