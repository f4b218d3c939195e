import { AuthenticationClient } from '@sallyport/authentication-client';
import { SteppingClock } from './stepping-clock.mjs';

/**
 * What a participant is told to do, at which time of the server's clock. `call`: call the API, whose token has ended.
 * `wait`: have the timers fire, wait for what they renew, and call the API then.
 *
 * @typedef {object} Step
 * @property {'signIn' | 'call' | 'wait' | 'signOut'} act
 * @property {number} now
 * @property {{ readonly accessToken: string, readonly refreshToken: string }} [tokens]
 */

/**
 * What a step came to.
 *
 * @typedef {object} Report
 * @property {string} state - Of the client, afterwards.
 * @property {string | null} token - Family and generation of the token that the API was called with.
 * @property {string | null} error - The kind of the error that the call was rejected with.
 * @property {string[]} events - What the client has told since the step before, with their origin where there is one.
 */

/** One of those that share a session: a client, and what it has told. The same in processes and in pages. */
export class Participant {
  #clock;
  #client;
  #url;
  /** @type {string[]} */
  #events = [];
  /** Called with each event. */
  #onEvent = () => {};

  /**
   * @param {object} settings
   * @param {string} settings.url - Of the server, and of the API.
   * @param {string} settings.appId
   * @param {string} settings.name
   * @param {number} settings.now
   * @param {number} [settings.timeout] - Of each call. Default: the client's own.
   * @param {import('@sallyport/core').TokenStorage} [settings.storage]
   * @param {import('@sallyport/core').Lease} [settings.lease]
   */
  constructor({ url, appId, name, now, timeout, storage, lease }) {
    this.#url = url;
    this.#clock = new SteppingClock(now);
    this.#client = new AuthenticationClient({
      appId,
      appHost: url,
      apiOrigins: [url],
      requestFrom: name,
      clock: this.#clock,
      ...(timeout !== undefined && { timeout }),
      ...(storage && { storage }),
      ...(lease && { lease }),
    });
    for (const event of /** @type {const} */ ([
      'signedIn',
      'signedOut',
      'sessionRefreshed',
      'sessionExpired',
      'sessionStale',
      'storageFailed',
    ])) {
      this.#client.on(event, (payload) => {
        this.#events.push('origin' in payload && payload.origin ? `${event} of ${payload.origin}` : event);
        this.#onEvent();
      });
    }
  }

  get client() {
    return this.#client;
  }

  /** What was told since this was last asked. */
  takeEvents() {
    return this.#events.splice(0);
  }

  /**
   * @param {Step} step
   * @returns {Promise<Report>}
   */
  async perform({ act, now, tokens }) {
    await this.#client.ready();
    this.#clock.moveTo(now);
    /** @type {Pick<Report, 'token' | 'error'>} */
    let outcome = { token: null, error: null };
    if (act === 'signIn' && tokens) await this.#client.setSession(tokens);
    else if (act === 'signOut')
      await this.#client.logout().catch(() => {}); // this server has no such route
    else {
      if (act === 'wait') await this.#renewed();
      outcome = await this.#call();
    }
    return { ...outcome, state: this.#client.state, events: this.takeEvents() };
  }

  /** Resolves when something has become of the session. */
  async #renewed() {
    this.#clock.fireDue();
    // A tab that was told first may have done it for this one already.
    if (this.#events.length > 0) return;
    await new Promise((resolve) => {
      this.#onEvent = () => resolve(undefined);
    });
  }

  /** @returns {Promise<Pick<Report, 'token' | 'error'>>} */
  async #call() {
    try {
      const response = await this.#client.fetch(`${this.#url}/api/whoami`);
      if (response.status === 401) return { token: null, error: 'refused' };
      const { family, generation } = await response.json();
      return { token: `${family}#${generation}`, error: null };
    } catch (error) {
      const { kind, name } = /** @type {{ kind?: string, name?: string }} */ (error);
      return { token: null, error: kind ?? String(name) };
    }
  }

  dispose() {
    return this.#client.dispose();
  }
}
