import type { Clock } from '@sallyport/core/clock';

/** A clock that can be told to move. */
export interface MovableClock extends Clock {
  /** Moves forward and fires what falls due on the way. */
  advance(byMs: number): Promise<void>;
  /** Moves to an instant, in epoch milliseconds. */
  setTo(instant: number): Promise<void>;
}

/** Whether a clock can be told to move. */
export function isMovable(clock: Clock): clock is MovableClock {
  return 'advance' in clock && 'setTo' in clock;
}
