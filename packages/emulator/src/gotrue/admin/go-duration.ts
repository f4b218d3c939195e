import { invalid } from '../gotrue-refusal.js';

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
// Go counts nanoseconds in 63 bits.
const LONGEST_MS = 2 ** 63 / 1e6;

/**
 * Reads a span as Go writes it, such as `24h` or `1h30m`, in milliseconds.
 *
 * @throws {GotrueRefusal} It is none.
 */
export function parseGoDuration(text: string): number {
  const isNegative = text.startsWith('-');
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  const parts = [...unsigned.matchAll(PART)];
  const length = parts.reduce((sum, [part]) => sum + part.length, 0);
  const ms = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS_MS[unit] ?? Number.NaN), 0);
  if (parts.length > 0 && length === unsigned.length && ms < LONGEST_MS) return isNegative ? -ms : ms;
  throw invalid(`invalid format for ban duration: time: invalid duration ${JSON.stringify(text)}`);
}
