import type { Clock } from './clock.js';

// A `Date` header tells whole seconds, and an answer takes its time: less than this is no difference.
const TOLERANCE_MS = 3_000;

/**
 * Civil time as the server has it. Tokens end by the server's clock, while the one of a phone or a laptop may be minutes
 * off; so the difference is learned from what the server says.
 */
export class ServerClock {
  readonly #clock: Clock;
  #offsetMs = 0;
  #hasHeardDate = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Epoch milliseconds by the server's clock, as far as it is known. */
  now(): number {
    return this.#clock.now() + this.#offsetMs;
  }

  /** How far the server's clock is ahead of this machine's, in milliseconds; negative when it is behind. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /**
   * Learns from an answer.
   *
   * @param date - Its `Date` header. Browsers show it across origins only where the server exposes it.
   * @param age - Its `Age` header: an answer out of a cache tells an old time.
   */
  hearDate(date: string | undefined, age?: string): void {
    const instant = date === undefined || age !== undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(instant)) return;
    this.#hasHeardDate = true;
    this.#adjust(instant + 500); // the middle of the second
  }

  /**
   * Learns from a token that the server has just issued, where no answer could be heard.
   *
   * @param issuedAt - Its `iat`, in seconds since 1970.
   */
  hearIssue(issuedAt: number | undefined): void {
    if (!this.#hasHeardDate && issuedAt !== undefined && Number.isFinite(issuedAt)) this.#adjust(issuedAt * 1000);
  }

  #adjust(instant: number): void {
    const measured = instant - this.#clock.now();
    if (Math.abs(measured - this.#offsetMs) > TOLERANCE_MS) {
      this.#offsetMs = Math.abs(measured) > TOLERANCE_MS ? measured : 0;
    }
  }
}
