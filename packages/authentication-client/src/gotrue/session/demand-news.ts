import type { Session, SessionEvents } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import type { ClientEmitter, ClientEvents } from '../../client/client-events.js';
import type { PendingSignIn } from '../../mfa/domain/pending-sign-in.js';
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
  // The pending sign-in that listeners know of; `undefined` before the stored session was read.
  #known: PendingSignIn | null | undefined;

  constructor(events: ClientEmitter, parts: () => DemandNewsParts) {
    this.#events = events;
    this.#parts = parts;
  }

  /** To be called with each change of the session: what is there from the beginning is no news. */
  noteChange(): void {
    if (this.#known === undefined) this.#known = this.#parts().demand.current;
  }

  /** Tells what the session tells. */
  emit<Name extends keyof SessionEvents>(name: Name, payload: SessionEvents[Name]): void {
    const { session, demand } = this.#parts();
    const { current: pending } = demand;
    const { current: record } = session;
    const before = this.#known ?? null;
    const wasPending = before !== null;
    this.#known = pending;
    const isMet = wasPending && !pending && record !== null;
    // The session of a pending sign-in was never announced as `signedIn`.
    if (wasPending && name === 'sessionExpired') {
      this.#events.emit('signInExpired', { expiresAt: before.expiresAt });
      return;
    }
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
