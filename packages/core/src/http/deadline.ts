import { TimeoutError } from '../errors/index.js';
import type { AbortSource } from '../lifetime.js';

// A longer delay overflows in the platform's timer and would fire at once.
const LONGEST_DELAY_MS = 2 ** 31 - 1;
// A process that was stopped, or a machine that slept, runs its timers before it reads its sockets.
const LATE_MS = 100;
const READING_MS = 250;

/** A limit on real time. It does not follow the `Clock`: a clock that stands still must not make I/O wait for ever. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds that are left, 0 when it has passed. */
  remainingMs(): number;
  /** Lets go of timer and listener. */
  clear(): void;
}

/**
 * Starts a deadline. Its signal aborts with a `TimeoutError` when the time is over, and with the caller's own reason
 * when one of the caller's signals aborts. A deadline that passes during a jump of time grants one short turn more, so
 * that an answer that has already arrived can be read.
 */
export function startDeadline(timeoutMs: number, ...signals: readonly (AbortSource | undefined)[]): Deadline {
  const controller = new AbortController();
  const endsAt = performance.now() + timeoutMs;
  const end = (): void => abort(controller, timeoutError(timeoutMs));
  const endUnlessLate = (): void => {
    if (performance.now() - endsAt < LATE_MS) end();
    else timer = setTimeout(end, READING_MS);
  };
  let timer = setTimeout(endUnlessLate, Math.min(timeoutMs, LONGEST_DELAY_MS));
  const unlink = abortWith(controller, signals);
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    clear: () => {
      clearTimeout(timer);
      unlink();
    },
  };
}

/**
 * Aborts a controller when one of these signals aborts, with its reason.
 *
 * @returns A function that lets go of the signals.
 */
export function abortWith(controller: AbortController, signals: readonly (AbortSource | undefined)[]): () => void {
  const links = signals.map((signal) => {
    const onAbort = (): void => abort(controller, signal?.reason);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    return () => signal?.removeEventListener('abort', onAbort);
  });
  return () => {
    for (const unlink of links) unlink();
  };
}

// In React Native signals have no reason of their own.
function abort(controller: AbortController, reason: unknown): void {
  if (!('reason' in controller.signal)) Object.assign(controller.signal, { reason });
  controller.abort(reason);
}

/** Waits on real time, for somebody who does not follow the `Clock` either. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Starts to measure real time. The function that it returns tells how many milliseconds have passed. */
export function startStopwatch(): () => number {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
}

function timeoutError(timeoutMs: number): TimeoutError {
  return new TimeoutError({
    message: `No complete answer within ${timeoutMs} ms`,
    remedy: 'Check the network and the address, or raise the timeout option.',
    retryable: true,
  });
}
