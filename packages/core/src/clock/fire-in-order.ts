/** What waits for an instant, in epoch milliseconds. */
export interface DueTimer {
  readonly fireAt: number;
}

/**
 * Fires all timers up to an instant, for a clock that is moved there: the earliest first, and those too that another
 * one sets on the way. Between two of them, promises that became ready run.
 *
 * @param fire - Moves the clock to the timer's instant, takes the timer out of the set, and calls back.
 */
export async function fireInOrder<T extends DueTimer>(
  timers: ReadonlySet<T>,
  until: number,
  fire: (timer: T) => void,
): Promise<void> {
  for (let next = earliest(timers, until); next; next = earliest(timers, until)) {
    fire(next);
    await settle();
  }
}

/** Long enough for a chain of a few `await`s to reach its next sleep before the clock moves on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function earliest<T extends DueTimer>(timers: ReadonlySet<T>, until: number): T | undefined {
  let found: T | undefined;
  for (const timer of timers) {
    if (timer.fireAt <= until && (!found || timer.fireAt < found.fireAt)) found = timer;
  }
  return found;
}
