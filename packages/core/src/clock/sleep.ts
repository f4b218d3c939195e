import type { CancelTimer } from './clock.js';

/**
 * Sleeps by a clock's timers, as `Clock.sleep` has it.
 *
 * @param setTimer - What calls back after a delay in milliseconds.
 */
export function sleepBy(
  setTimer: (callback: () => void, delayMs: number) => CancelTimer,
  delayMs: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = setTimer(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
