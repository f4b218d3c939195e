import { ConfigurationError } from '../../errors/index.js';

// Time for a request that is slow, and for storing its answer.
const DEFAULT_HOLD_MS = 15_000;

/** What every lease can be told. */
export interface LeaseOptions {
  /** How long one holder may keep it, in milliseconds. Default 15 000. */
  readonly holdMs?: number | undefined;
}

/** @throws {ConfigurationError} It is no span of time. */
export function holdTime({ holdMs = DEFAULT_HOLD_MS }: LeaseOptions): number {
  if (!Number.isFinite(holdMs) || holdMs <= 0) {
    throw new ConfigurationError({
      message: 'holdMs is not a number of milliseconds',
      remedy: 'Pass a number above 0, or leave it out.',
    });
  }
  return holdMs;
}
