/** Lets a call share the result of one in progress that has the same input, so that a double click sends one request. */
export class SharedCalls {
  readonly #running = new Map<string, Promise<unknown>>();

  /** @param input - Decides whether two calls are the same. It is never stored beyond the call. */
  run<T>(name: string, input: unknown, work: () => Promise<T>): Promise<T> {
    const key = JSON.stringify([name, input]);
    const running = this.#running.get(key);
    if (running) return running as Promise<T>; // the name stands for one kind of work
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}
