// The build for pages replaces this file by one-request.ts.

/** Whether promises, timers and signals belong to the request that created them, and end with it: in Cloudflare Workers. */
export function isBoundToRequests(): boolean {
  return globalThis.navigator?.userAgent === 'Cloudflare-Workers';
}

/** A value that only the request which set it can see, where promises are bound to requests. */
export class RequestBound<T> {
  #value: T | null = null;
  #signal: AbortSignal | undefined;

  get current(): T | null {
    try {
      void this.#signal?.aborted; // throws in another request
      return this.#value;
    } catch {
      return null;
    }
  }

  set current(value: T | null) {
    this.#value = value;
    this.#signal = isBoundToRequests() ? new AbortController().signal : undefined;
  }
}
