import type { PortableUser, Session, SessionEvents } from '@sallyport/core';
import type { ClientEmitter, ClientEvents } from '../../client/client-events.js';
import type { SecondFactorDemand } from './second-factor-demand.js';

/** Whose news it is. */
export interface DemandNewsParts {
  readonly session: Session<PortableUser>;
  readonly demand: SecondFactorDemand;
}

/**
 * Tells of a session that waits for its second factor as what it is, and no listener that somebody has signed in; and of
 * one that waits no more as a sign-in, wherever the factor was proved.
 */
export class DemandNews {
  readonly #events: ClientEmitter;
  readonly #parts: () => DemandNewsParts;
  // What listeners know; `undefined` before the stored session was read.
  #wasPending: boolean | undefined;

  constructor(events: ClientEmitter, parts: () => DemandNewsParts) {
    this.#events = events;
    this.#parts = parts;
  }

  /** To be called with each change of the session: what is there from the beginning is no news. */
  noteChange(): void {
    this.#wasPending ??= this.#parts().demand.current !== null;
  }

  /** Tells what the session tells. */
  emit<Name extends keyof SessionEvents>(name: Name, payload: SessionEvents[Name]): void {
    const { session, demand } = this.#parts();
    const { current: pending } = demand;
    const { current: record } = session;
    const wasPending = this.#wasPending ?? false;
    this.#wasPending = pending !== null;
    const isMet = wasPending && !pending && record !== null;
    const isReplaced = pending ? name === 'signedIn' : isMet && name === 'sessionRefreshed';
    // A session's events are client events of the same name; the compiler cannot see that through the type parameter.
    if (!isReplaced) this.#events.emit(name, payload as ClientEvents[typeof name]);
    if (pending && (isReplaced || !wasPending)) {
      const { offered, expiresAt } = pending;
      this.#events.emit('mfaRequired', { offered: offered.map(({ type }) => type), expiresAt });
    } else if (isMet && name !== 'signedIn') {
      const { user, assuranceLevel } = record;
      const origin = 'origin' in payload ? { origin: payload.origin } : {};
      this.#events.emit('signedIn', { userId: user?.id ?? null, assuranceLevel, ...origin });
    }
  }
}
