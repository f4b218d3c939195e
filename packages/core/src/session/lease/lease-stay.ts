import { type CancelTimer, systemClock } from '../../clock/index.js';
import { TimeoutError } from '../../errors/index.js';
import { startStopwatch } from '../../http/deadline.js';
import type { ExtendLease } from './lease.js';

/** What a stay is made of. */
export interface LeaseStaySettings {
  readonly holdMs: number;
  /** How long others are excluded at most, however long the work takes. */
  readonly longestMs: number;
  /** Missing where the lease cannot be extended. */
  readonly extend: ExtendLease | undefined;
}

// Of the time of a lease. A holder that is frozen for less than the rest of it still finds the lease its own.
const EXTENSION_SHARE = 0.05;
const UNEXTENDED_SHARE = 0.25;

/** One stay in a lease, which is extended for as long as the work goes on: a server may take longer than the lease. */
export class LeaseStay {
  readonly #settings: LeaseStaySettings;
  readonly #takenForMs = startStopwatch();
  #extendedForMs = startStopwatch();
  #hasEnded = false;
  #cancelTimer: CancelTimer = () => {};

  private constructor(settings: LeaseStaySettings) {
    this.#settings = settings;
    this.#extendLater();
  }

  /** Runs work in a lease that has just been taken, and extends the lease until the work ends. */
  static async during<T>(work: (stay: LeaseStay) => Promise<T>, settings: LeaseStaySettings): Promise<T> {
    const stay = new LeaseStay(settings);
    try {
      return await work(stay);
    } finally {
      stay.#hasEnded = true;
      stay.#cancelTimer();
    }
  }

  /**
   * Makes sure that most of the lease is left. A client whose lease has ended must not send a token: another client may
   * have sent it.
   *
   * @throws {TimeoutError} The lease is lost, or too much of it is used up.
   */
  async assertHeld(): Promise<void> {
    if (this.#extendedForMs() < this.#settings.holdMs * UNEXTENDED_SHARE) return;
    if (await this.#extend().catch(() => false)) return;
    throw new TimeoutError({
      message: 'Reading the stored session took too long to renew it safely',
      remedy: 'Try again; if it stays so, look at the storage.',
      retryable: true,
    });
  }

  #extendLater(): void {
    const { holdMs, longestMs, extend } = this.#settings;
    if (!extend || this.#hasEnded || this.#takenForMs() > longestMs) return;
    const extendAndGoOn = async (): Promise<void> => {
      // After a failure the state of the lease is unknown, and the next extension may succeed.
      if (await this.#extend().catch(() => true)) this.#extendLater();
    };
    this.#cancelTimer = systemClock.setTimer(() => void extendAndGoOn(), holdMs * EXTENSION_SHARE);
  }

  async #extend(): Promise<boolean> {
    const elapsedMs = startStopwatch();
    const isHeld = (await this.#settings.extend?.()) ?? false;
    if (isHeld) this.#extendedForMs = elapsedMs;
    return isHeld;
  }
}
