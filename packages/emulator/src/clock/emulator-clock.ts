import { type CancelTimer, type Clock, type DueTimer, sleepBy, systemClock } from '@sallyport/core/clock';
import { abortWith } from '@sallyport/core/http';

/** How to follow. */
export interface FollowOptions {
  /** Real milliseconds between two looks at the other clock. Default 50. */
  readonly intervalMs?: number;
  /** What asks. Default: the platform's own `fetch`. */
  readonly fetch?: (
    url: string,
    init: { readonly signal: AbortSignal },
  ) => Promise<Pick<Response, 'ok' | 'status' | 'json'>>;
}

interface Position {
  readonly nowMs: number;
  /** How far the clock is ahead of this machine's; `null` while it stands. */
  readonly offsetMs: number | null;
}

interface Timer extends DueTimer {
  readonly callback: () => void;
}

// What two looks at one clock that runs differ by.
const JITTER_MS = 5;

// Real time that an answer may take.
const PATIENCE_MS = 5_000;

// Nobody waits that long on a real clock.
const FOREVER_MS = Number.MAX_SAFE_INTEGER / 2;

/**
 * Shares the time of an emulator that runs in another process: a clock for clients in programs and pages beside it.
 * When that clock is moved, this one follows at its next look, and what falls due fires.
 *
 * It looks now and then rather than hold a connection: a browser has six to one server, for all of its tabs together.
 */
export class EmulatorClock implements Clock {
  readonly #url: string;
  readonly #intervalMs: number;
  readonly #fetch: NonNullable<FollowOptions['fetch']>;
  readonly #timers = new Set<Timer>();
  #nowMs = 0;
  #offsetMs: number | null = null;
  #looks = 0;
  #adopted = 0;
  #cancelNext: CancelTimer = () => {};
  readonly #closing = new AbortController();

  private constructor(
    url: string,
    { intervalMs = 50, fetch: ask = (address, init) => fetch(address, init) }: FollowOptions,
  ) {
    this.#url = new URL('/_emulator/clock', url).href;
    this.#intervalMs = intervalMs;
    this.#fetch = ask;
  }

  /**
   * Follows the clock of an emulator.
   *
   * @param url - Where it is, such as `http://127.0.0.1:4455`.
   * @throws {Error} There is none.
   */
  static async follow(url: string, options: FollowOptions = {}): Promise<EmulatorClock> {
    const clock = new EmulatorClock(url, options);
    await clock.sync();
    clock.#lookAgain();
    return clock;
  }

  now(): number {
    return this.#offsetMs === null ? this.#nowMs : systemClock.now() + this.#offsetMs;
  }

  setTimer(callback: () => void, delayMs: number): CancelTimer {
    if (this.#closing.signal.aborted) return () => {};
    const timer: Timer = { fireAt: this.now() + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    const awake = new AbortController();
    const unlink = abortWith(awake, [signal, this.#closing.signal]);
    // Timers let a process end, and somebody is waiting here.
    systemClock.sleep(FOREVER_MS, awake.signal).catch(() => undefined);
    try {
      await sleepBy((callback, delay) => this.setTimer(callback, delay), delayMs, awake.signal);
    } finally {
      unlink();
      awake.abort();
    }
  }

  /**
   * Looks at once. Afterwards this clock is where the other one was, and what has fallen due has fired.
   *
   * @throws {Error} The emulator did not answer.
   */
  async sync(): Promise<void> {
    this.#looks += 1;
    const look = this.#looks;
    const position = await this.#ask();
    // Two looks can be on their way at once, and the later one knows better.
    if (look > this.#adopted) this.#adopt(position);
    this.#adopted = Math.max(look, this.#adopted);
    this.#fireDue();
  }

  /** Follows no more. Timers never fire, what sleeps is rejected, and nothing of it keeps a process. */
  close(): void {
    this.#closing.abort(new Error('The clock was closed'));
    this.#cancelNext();
    this.#timers.clear();
  }

  async #ask(): Promise<Position> {
    const aborter = new AbortController();
    const cancel = systemClock.setTimer(() => aborter.abort(new Error(`${this.#url} does not answer`)), PATIENCE_MS);
    try {
      const answer = await this.#fetch(this.#url, { signal: aborter.signal });
      if (!answer.ok) throw new Error(`${this.#url} answered with status ${answer.status}`);
      return (await answer.json()) as Position; // the emulator's own answer
    } finally {
      cancel();
    }
  }

  #adopt({ nowMs, offsetMs }: Position): void {
    this.#nowMs = nowMs;
    const isSame = offsetMs !== null && this.#offsetMs !== null && Math.abs(offsetMs - this.#offsetMs) < JITTER_MS;
    if (!isSame) this.#offsetMs = offsetMs;
  }

  /** In the order they fell due. What a callback starts waits for the next look. */
  #fireDue(): void {
    const now = this.now();
    const due = [...this.#timers].filter(({ fireAt }) => fireAt <= now).sort((a, b) => a.fireAt - b.fireAt);
    for (const timer of due) if (this.#timers.delete(timer)) timer.callback();
  }

  // An emulator that does not answer is looked for again; a clock that runs goes on meanwhile.
  #lookAgain(): void {
    if (this.#closing.signal.aborted) return;
    this.#cancelNext = systemClock.setTimer(() => {
      void this.sync()
        .catch(() => this.#fireDue())
        .finally(() => this.#lookAgain());
    }, this.#intervalMs);
  }
}
