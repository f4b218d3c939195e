import { systemClock } from '@sallyport/core/clock';
import type { MovableClock } from './movable-clock.js';
import { OffsetClock } from './offset-clock.js';

/** Where a clock is, so that another one can be put there, or follow it. */
export interface ClockPosition {
  readonly nowMs: number;
  /** How far it is ahead of the machine's clock, which it runs with; `null` for one that stands until it is moved. */
  readonly offsetMs: number | null;
}

/** Where a clock is now. */
export function positionOf(clock: MovableClock): ClockPosition {
  const isRunning = clock instanceof OffsetClock && clock.base === systemClock;
  return { nowMs: clock.now(), offsetMs: isRunning ? clock.offsetMs : null };
}

/** The instant that a clock would show by now that was left at a position, and the machine's clock ran on. */
export function instantOf({ nowMs, offsetMs }: ClockPosition): number {
  return offsetMs === null ? nowMs : systemClock.now() + offsetMs;
}
