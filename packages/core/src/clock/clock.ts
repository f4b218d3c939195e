/** Undoes `setTimer`. Calling it again, or after the timer fired, does nothing. */
export type CancelTimer = () => void;

/**
 * Civil time, injected wherever a date decides something: token expiry, TOTP steps, retry delays, lockouts.
 * Limits on real input and output do not use it; see `http/deadline.ts`.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Calls back once, no earlier than `delayMs` from now. Delays of any length work.
   * A timer never keeps a Node process alive.
   */
  setTimer(callback: () => void, delayMs: number): CancelTimer;
  /**
   * Resolves after `delayMs`; rejects with `signal.reason` when the signal aborts first.
   * Unlike a timer it keeps a Node process alive, since somebody is waiting.
   */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
