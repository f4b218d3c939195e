import { ConfigurationError } from '../../errors/index.js';

/** What every lease can be told. */
export interface LeaseOptions {
  /** How long one holder may keep it, in milliseconds. Default 15 000: time for a request that is slow, and its answer. */
  readonly holdMs?: number | undefined;
}

/** @throws {ConfigurationError} It is no span of time. */
export function holdTime({ holdMs = 15_000 }: LeaseOptions): number {
  if (!Number.isFinite(holdMs) || holdMs <= 0) {
    throw new ConfigurationError({
      message: 'holdMs is not a number of milliseconds',
      remedy: 'Pass a number above 0, or leave it out.',
    });
  }
  return holdMs;
}
