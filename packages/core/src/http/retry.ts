import type { Clock } from '../clock/index.js';
import { secureRandom } from '../crypto/random.js';
import { isSallyportError, NetworkError, type SallyportError, TimeoutError } from '../errors/index.js';
import type { Deadline } from './deadline.js';

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 250;
const RETRYABLE_STATUS: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/**
 * Whether a failed call may be sent again: an idempotent one after a network error, an attempt that took too long, 408,
 * 429 or 502 to 504; any other only when it is certain that the server saw nothing of it.
 */
export function mayRetry(error: unknown, idempotent: boolean): boolean {
  if (!isSallyportError(error)) return false;
  if (error instanceof NetworkError) return error.retryable && (idempotent || !error.sent);
  if (error instanceof TimeoutError) return idempotent;
  return idempotent && error.status !== undefined && RETRYABLE_STATUS.has(error.status);
}

/** Full jitter below a doubling ceiling, unless the server said how long to wait. */
export function retryDelayMs(error: SallyportError, failedAttempts: number, random: () => number): number {
  return error.retryAfterMs ?? random() * FIRST_DELAY_MS * 2 ** failedAttempts;
}

// The three spellings of a date in RFC 9110 section 5.6.7. `Date.parse` alone takes `-1` and `1.5` for dates of 2001.
const HTTP_DATE =
  /^[A-Z][a-z]{2,8}(?:, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} [\d:]{8} GMT| [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})$/;

/**
 * Reads the `Retry-After` header of an answer in both forms of RFC 9110 section 10.2.3; `null` for anything else. A date is
 * compared with the answer's own `Date`: the clock of this machine may be wrong.
 *
 * @param now - Epoch milliseconds, for an answer that does not say when it was given.
 */
export function parseRetryAfter(headers: Readonly<Record<string, string>>, now: number): number | null {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  const at = parseHttpDate(text);
  if (at === null) return null;
  return Math.max(0, at - (parseHttpDate(headers.date?.trim() ?? '') ?? now));
}

function parseHttpDate(text: string): number | null {
  if (!HTTP_DATE.test(text)) return null;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : at;
}

/** Calls until it succeeds, may not be repeated, or the deadline would pass before the next attempt. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  rules: { readonly idempotent: boolean; readonly clock: Clock; readonly deadline: Deadline },
): Promise<T> {
  for (let failedAttempts = 1; ; failedAttempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (failedAttempts >= ATTEMPTS || !mayRetry(error, rules.idempotent) || !isSallyportError(error)) throw error;
      const delayMs = retryDelayMs(error, failedAttempts, secureRandom);
      if (delayMs >= rules.deadline.remainingMs()) throw error;
      await rules.clock.sleep(delayMs, rules.deadline.signal);
    }
  }
}
