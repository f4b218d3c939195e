import {
  type Clock,
  clientOf,
  InvalidResponseError,
  type Methods,
  NotSignedInError,
  type Session,
  SingleFlight,
  type User,
  type Wire,
} from '@sallyport/core';
import { expiryOf } from '../sign-in/sign-in-completion.js';
import { type RefreshToken, sessionCalls } from './session.endpoints.js';

const Calls = clientOf(sessionCalls);

/** Renews the session by its own token, once for all who ask at the same time. */
export class AuthingSessionRenewal {
  readonly #calls: Methods<typeof sessionCalls>;
  readonly #session: Session<User>;
  readonly #clock: Clock;
  readonly #renewing = new SingleFlight<RefreshToken>();

  /** @param wire - Without options of a single call: no caller's signal may end what others wait for. */
  constructor(wire: Wire, session: Session<User>, clock: Clock) {
    this.#calls = new Calls(wire);
    this.#session = session;
    this.#clock = clock;
  }

  /** @param signal - Ends this caller's waiting, not the renewal. */
  renew(signal?: AbortSignal): Promise<RefreshToken> {
    return this.#renewing.run(() => this.#renew(), signal);
  }

  async #renew(): Promise<RefreshToken> {
    await this.#session.ready();
    const { current, generation } = this.#session;
    if (!current) {
      throw new NotSignedInError({ message: 'There is no session to renew', remedy: 'Sign in first.' });
    }
    const renewed = await this.#calls.refreshToken();
    if (!renewed?.token) {
      throw new InvalidResponseError({
        message: 'The server renewed the session and sent no token',
        remedy: 'Check that the address is the identity server’s.',
      });
    }
    // Dropped when the user has signed out, or in again, in the meantime.
    await this.#session.renew(renewed.token, expiryOf(renewed.token, this.#clock.now()), generation);
    return renewed;
  }
}
