import { systemClock } from '../../clock/index.js';
import { secureRandom } from '../../crypto/random.js';
import { startDeadline } from '../../http/deadline.js';
import { throwIfAborted, unlessAborted } from '../../unless-aborted.js';
import type { ExtendLease } from './lease.js';

/** What only one at a time can have, and what nobody is told of when it becomes free. */
export interface Grip {
  /** Takes it where nobody has it. */
  take(): Promise<boolean>;
  /** Starts its time again where it is still ours. */
  extend(): Promise<boolean>;
  /** Gives it back where it is still ours. */
  letGo(): Promise<unknown>;
}

const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;
const LETTING_GO_MS = 1_000;

/** Tries to take it until that works, runs the work, and lets go of it. */
export async function holdByPolling<T>(
  grip: Grip,
  work: (extend: ExtendLease) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  while (!(await takeUnlessAborted(grip, signal))) {
    // By chance, so that those who wait do not all come at once, and each gets its turn.
    await systemClock.sleep(SHORTEST_PAUSE_MS + secureRandom() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS), signal);
  }
  try {
    return await work(() => grip.extend());
  } finally {
    await letGo(grip);
  }
}

async function takeUnlessAborted(grip: Grip, signal: AbortSignal): Promise<boolean> {
  throwIfAborted(signal);
  const taking = grip.take();
  try {
    const isTaken = await unlessAborted(taking, signal);
    throwIfAborted(signal);
    return isTaken;
  } catch (error) {
    // Nobody waits any more, but what was begun may still succeed.
    taking.then((isTaken) => (isTaken ? letGo(grip) : undefined)).catch(() => {});
    throw error;
  }
}

// A failure is nobody's concern: the work is done, and the hold ends by itself.
async function letGo(grip: Grip): Promise<void> {
  const deadline = startDeadline(LETTING_GO_MS);
  await unlessAborted(grip.letGo(), deadline.signal).catch(() => {});
  deadline.clear();
}
