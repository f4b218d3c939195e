import { type Lifetime, lazy } from '@sallyport/core/loading';
import type { Sending, SendingSource } from './client-ports.js';

/** Loads the sending half of a client once, for all of its views. */
export class LoadedSending<Loaded extends Sending> implements SendingSource<Loaded> {
  readonly #open: () => Promise<Loaded>;
  readonly #lifetime: Pick<Lifetime, 'throwIfAborted'>;
  #loading: Promise<Loaded> | undefined;
  #loaded: Loaded | undefined;

  /**
   * @param open - Imports the code and makes the ports.
   * @param lifetime - Ends when the client is disposed of.
   */
  constructor(open: () => Promise<Loaded>, lifetime: Pick<Lifetime, 'throwIfAborted'>) {
    this.#open = lazy(open);
    this.#lifetime = lifetime;
  }

  async load(): Promise<Loaded> {
    this.#lifetime.throwIfAborted();
    this.#loading = this.#open();
    this.#loaded = await this.#loading;
    return this.#loaded;
  }

  /** Has a loaded renewal look at the session again. */
  wake(isOnlineAgain: boolean): void {
    void this.#loaded?.renewal.wake(isOnlineAgain);
  }

  async dispose(): Promise<void> {
    const loaded = this.#loaded ?? (await this.#loading?.catch(() => undefined));
    await loaded?.renewal.dispose();
  }
}

/** The same sending half, with the options of a view on each call. */
export function sendingWith<Loaded extends Sending>(
  source: SendingSource<Loaded>,
  bind: (loaded: Loaded) => Loaded,
): SendingSource<Loaded> {
  let bound: Loaded | undefined;
  return {
    load: async () => (bound ??= bind(await source.load())),
    dispose: () => source.dispose(),
  };
}
