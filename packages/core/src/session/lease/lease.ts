/**
 * Starts the time of a held lease again.
 *
 * @returns Whether the lease is held; `false` when its time had ended and another one may have taken it.
 * @throws {StorageError} The holder is unknown.
 */
export type ExtendLease = () => Promise<boolean>;

/**
 * Mutual exclusion among all who share a session: tabs, processes, machines. One of them renews it while the others
 * wait, and then find the new tokens in the storage.
 */
export interface Lease {
  /**
   * How long one holder may keep it, in milliseconds of real time. A holder that takes longer without an extension loses
   * it. A holder that has died blocks the others no longer than that, or less where its death can be seen.
   */
  readonly holdMs: number;
  /**
   * Waits until nobody else holds the lease of that name, runs the work, and lets go of it however the work ends.
   * It is not reentrant.
   *
   * @param work - Receives a function that extends the lease, where this lease can be extended.
   * @param signal - Ends the waiting, with its reason. It does not end the work.
   * @throws {StorageError} Nobody can tell who holds it, such as when Redis does not answer. The work did not run.
   */
  hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T>;
}
