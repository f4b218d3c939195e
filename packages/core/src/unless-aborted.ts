import type { AbortSource } from './lifetime.js';

/** Waits for work until it is done, or the signal aborts. The work itself goes on. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSource): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Throws the reason of a signal that has aborted. In React Native signals have no such method. */
export function throwIfAborted(signal: AbortSource): void {
  if (signal.aborted) throw signal.reason;
}
