import { NotSignedInError } from '@sallyport/core/errors';
import type { Logger } from '@sallyport/core/logging';
import { isBrowser } from '@sallyport/core/platform';
import type { NewSession, Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';

/** What sessions are begun with. */
export interface SessionStartPorts {
  readonly session: Session<User>;
  readonly logger: Logger;
}

/** Begins sessions, and sees to it that a sign-out overtakes the sign-ins that are under way. */
export class SessionStart {
  readonly #ports: SessionStartPorts;
  #signOuts = 0;
  #hasWarned = false;

  constructor(ports: SessionStartPorts) {
    this.#ports = ports;
  }

  /** Rises with each sign-out. Remember it when a sign-in begins, and pass it to `begin`. */
  get signOuts(): number {
    return this.#signOuts;
  }

  /** A sign-in that was under way meanwhile must not undo a sign-out. */
  overtake(): void {
    this.#signOuts += 1;
  }

  /**
   * Stores the session of a sign-in.
   *
   * @param attempt - What `signOuts` was when the sign-in began.
   * @throws {NotSignedInError} A sign-out came between.
   */
  async begin(attempt: number, begun: NewSession<User>): Promise<void> {
    this.assertCurrent(attempt);
    if (begun.user) this.#warnOfSharing(begun.user);
    await this.#ports.session.begin(begun);
  }

  /** @throws {NotSignedInError} A sign-out has come since. */
  assertCurrent(attempt: number): void {
    if (attempt === this.#signOuts) return;
    throw new NotSignedInError({ message: 'Signed out while the sign-in was under way', remedy: 'Sign in again.' });
  }

  // A server that signs its users in with one client answers one of them with the session of another.
  #warnOfSharing(user: User): void {
    const { session, logger } = this.#ports;
    const before = session.current?.user;
    if (this.#hasWarned || isBrowser() || !before || before.id === user.id) return;
    this.#hasWarned = true;
    logger.warn('A second user was signed in with the same client. On a server, use client.as({ token }) for each.');
  }
}
