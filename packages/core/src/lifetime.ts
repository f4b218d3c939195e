/** The part of an `AbortSignal` that ends work. */
export type AbortSource = Pick<AbortSignal, 'aborted' | 'reason'> & {
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

/**
 * Ends once, and with it all work that continues without a caller. An `AbortController` would do elsewhere: a Cloudflare
 * Worker can neither create one outside a request nor use it in another request.
 */
export class Lifetime implements AbortSource {
  aborted = false;
  reason: unknown;
  readonly #listeners = new Set<() => void>();

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch {
        // The work belongs to another request of a Cloudflare Worker, and ends with it.
      }
    }
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }
}
