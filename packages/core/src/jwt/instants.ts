// The end of the year 9999. Larger numbers are milliseconds or nonsense.
const LATEST_SECONDS = 253_402_300_799;

/** Whether a claim is a number of seconds since 1970. */
export function isInstant(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LATEST_SECONDS;
}
