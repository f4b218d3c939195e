import { InputError } from '@sallyport/core/errors';

const MS_OF_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads a span of time: milliseconds, or text such as `90s`, `15m`, `31d`.
 *
 * @throws {InputError} It is neither.
 */
export function parseDuration(span: number | string): number {
  if (typeof span === 'number' && Number.isFinite(span)) return span;
  const [, amount, unit = ''] = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(span)) ?? [];
  const factor = MS_OF_UNIT[unit];
  if (amount === undefined || factor === undefined) {
    throw new InputError({
      message: 'Not a span of time',
      remedy: 'Pass milliseconds, or text such as "90s", "15m", "2h" or "31d".',
    });
  }
  return Number(amount) * factor;
}

// The range of a JavaScript date, less a margin so that lifetimes can be added to any instant that is allowed.
const LATEST = 8.64e15 - 3.2e13;

/**
 * Reads an instant: epoch milliseconds, a `Date`, or ISO 8601 text.
 *
 * @throws {InputError} It is none of them, or out of the range of dates.
 */
export function parseInstant(instant: number | string | Date): number {
  const ms = typeof instant === 'number' ? instant : instant instanceof Date ? instant.getTime() : Date.parse(instant);
  if (!Number.isFinite(ms) || Math.abs(ms) > LATEST) {
    throw new InputError({ message: 'Not an instant', remedy: 'Pass epoch milliseconds or an ISO 8601 text.' });
  }
  return Math.trunc(ms);
}
