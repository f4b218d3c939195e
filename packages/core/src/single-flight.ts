import { RequestBound } from './platform/requests.js';
import { unlessAborted } from './unless-aborted.js';

/** Lets callers that ask for the same work at the same time share one run of it. */
export class SingleFlight<T> {
  // In a Cloudflare Worker a run stops when its request ends, and never settles.
  readonly #running = new RequestBound<Promise<T>>();

  /**
   * Joins the run that is in progress, or starts one.
   *
   * @param work - Must bound its own time: no caller's signal ends it, since others may be waiting too.
   * @param signal - Ends this caller's waiting alone.
   */
  run(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const running = this.#running.current ?? this.#start(work);
    return signal ? unlessAborted(running, signal) : running;
  }

  /** Resolves when no run is in progress, however it ended. */
  async settle(): Promise<void> {
    await this.#running.current?.catch(() => {});
  }

  #start(work: () => Promise<T>): Promise<T> {
    const running = begin(work).finally(() => {
      if (this.#running.current === running) this.#running.current = null;
    });
    this.#running.current = running;
    return running;
  }
}

// What throws before its first wait must reject like what throws later.
async function begin<T>(work: () => Promise<T>): Promise<T> {
  return work();
}
