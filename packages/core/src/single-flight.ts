import { unlessAborted } from './unless-aborted.js';

/** Lets callers that ask for the same work at the same time share one run of it. */
export class SingleFlight<T> {
  #running: Promise<T> | null = null;

  /**
   * Joins the run that is under way, or starts one.
   *
   * @param work - Must bound its own time: no caller's signal ends it, since others may be waiting too.
   * @param signal - Ends this caller's waiting alone.
   */
  run(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.#running ??= start(work).finally(() => {
      this.#running = null;
    });
    return signal ? unlessAborted(this.#running, signal) : this.#running;
  }

  /** Resolves when no run is under way, however it ended. */
  async settle(): Promise<void> {
    await this.#running?.catch(() => {});
  }
}

// What throws before its first wait must reject like what throws later.
async function start<T>(work: () => Promise<T>): Promise<T> {
  return work();
}
