import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { ManualClock } from '../clock/index.js';
import { secureRandom } from '../crypto/random.js';
import { ApiError, InputError, NetworkError, RateLimitError, ServerError, TimeoutError } from '../errors/index.js';
import type { Deadline } from './deadline.js';
import { mayRetry, parseRetryAfter, retryDelayMs, withRetries } from './retry.js';

const NOW = Date.UTC(2026, 0, 1);

describe('mayRetry', () => {
  it.each([
    ['no answer', new NetworkError({ message: '', sent: true })],
    ['an attempt that took too long', new TimeoutError({ message: '' })],
    ['408', new ApiError({ message: '', status: 408 })],
    ['429', new RateLimitError({ message: '', status: 429 })],
    ['502', new ServerError({ message: '', status: 502 })],
    ['503', new ServerError({ message: '', status: 503 })],
    ['504', new ServerError({ message: '', status: 504 })],
  ])('repeats what is idempotent, and nothing else, after %s (NET-06)', (_, error) => {
    expect([mayRetry(error, true), mayRetry(error, false)]).toEqual([true, false]);
  });

  it('repeats anything of which not one byte was sent (NET-06)', () => {
    expect(mayRetry(new NetworkError({ message: '', sent: false }), false)).toBe(true);
  });

  it.each([
    ['500', new ServerError({ message: '', status: 500 })],
    ['501', new ServerError({ message: '', status: 501 })],
    ['400', new ApiError({ message: '', status: 400 })],
    ['a refusal with status 200', new RateLimitError({ message: '', status: 200 })],
    ['an argument that can never be right', new InputError({ message: '' })],
    ['an error of somebody else', new Error('')],
    ['a reason that is no error', 'abort'],
  ])('never repeats after %s', (_, error) => {
    expect(mayRetry(error, true)).toBe(false);
  });
});

describe('retryDelayMs', () => {
  const error = new ServerError({ message: '', status: 503 });

  it('is anything below a ceiling that doubles (NET-06)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, chance) => {
          const delay = retryDelayMs(error, failures, () => chance);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(250 * 2 ** failures);
        },
      ),
    );
    expect(retryDelayMs(error, 2, () => 0)).toBe(0);
  });

  it.each([[0], [2_000]])('is %d ms when the server said so (F06)', (retryAfterMs) => {
    expect(retryDelayMs(new RateLimitError({ message: '', retryAfterMs }), 1, () => 0.5)).toBe(retryAfterMs);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['2', 2_000],
    ['0', 0],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 2026 00:00:07 GMT', 7_000],
    ['Thursday, 01-Jan-26 00:00:07 GMT', 7_000],
    ['Thu Jan  1 00:00:07 2026', 7_000],
    ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
  ])('reads %j in any form of RFC 9110 10.2.3 (F06)', (value, waitMs) => {
    expect(parseRetryAfter({ 'retry-after': value }, NOW)).toBe(waitMs);
  });

  it.each([
    [undefined],
    [''],
    ['soon'],
    ['-1'],
    ['1.5'],
    ['2 seconds'],
    ['1e3'],
    ['0x10'],
    ['2026-01-01'],
    ['99999999999999'],
    ['Thu, 99 Xxx'],
  ])('takes %j for no hint at all (F06)', (value) => {
    expect(parseRetryAfter(value === undefined ? {} : { 'retry-after': value }, NOW)).toBeNull();
  });

  it.each([
    [-600_000, 'fast'],
    [600_000, 'slow'],
  ])('compares a date with the Date of the answer: %d ms from a clock that is %s (F12)', (ms) => {
    const at = (instant: number): string => new Date(instant).toUTCString();
    const headers = { 'retry-after': at(NOW + ms + 7_000), date: at(NOW + ms) };
    expect(parseRetryAfter(headers, NOW)).toBe(7_000);
  });
});

describe('secureRandom', () => {
  it('lies between 0 and 1', () => {
    for (let draw = 0; draw < 100; draw += 1) {
      const value = secureRandom();
      expect(value >= 0 && value < 1).toBe(true);
    }
  });
});

// Lets the first attempt fail and its wait begin, before the clock moves.
const begun = (clock: ManualClock): Promise<void> => clock.advance(0);

describe('withRetries', () => {
  const endless: Deadline = { signal: new AbortController().signal, remainingMs: () => 60_000, clear: () => {} };
  const unavailable = new ServerError({ message: '', status: 503, retryAfterMs: 1_000 });

  it('succeeds when the third attempt does (F07)', async () => {
    const clock = new ManualClock(0);
    const attempt = jest.fn<() => Promise<string>>();
    attempt.mockRejectedValueOnce(unavailable).mockRejectedValueOnce(unavailable).mockResolvedValueOnce('done');
    const calling = withRetries(attempt, { idempotent: true, clock, deadline: endless });
    await begun(clock);
    await clock.advance(2_000);
    await expect(calling).resolves.toBe('done');
  });

  it('waits as long as the server asked before it tries again (F06)', async () => {
    const clock = new ManualClock(0);
    const attempt = jest.fn<() => Promise<string>>().mockRejectedValueOnce(unavailable).mockResolvedValueOnce('done');
    const calling = withRetries(attempt, { idempotent: true, clock, deadline: endless });
    await begun(clock);
    await clock.advance(999);
    expect(attempt).toHaveBeenCalledTimes(1);
    await clock.advance(1);
    await calling;
    expect(attempt).toHaveBeenCalledTimes(2);
  });

  it('gives up after three attempts with the last error (F07)', async () => {
    const clock = new ManualClock(0);
    const attempt = jest.fn<() => Promise<never>>().mockRejectedValue(unavailable);
    const calling = withRetries(attempt, { idempotent: true, clock, deadline: endless });
    calling.catch(() => {});
    await begun(clock);
    await clock.advance(60_000);
    await expect(calling).rejects.toBe(unavailable);
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  it('gives up at once when the server asks for a year, and tells it (F06)', async () => {
    const aYear = new RateLimitError({ message: '', status: 429, retryAfterMs: 365 * 86_400_000 });
    const attempt = jest.fn<() => Promise<never>>().mockRejectedValue(aYear);
    const calling = withRetries(attempt, { idempotent: true, clock: new ManualClock(), deadline: endless });
    await expect(calling).rejects.toMatchObject({ retryAfterMs: 365 * 86_400_000 });
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('does not repeat a write whose answer was lost (NET-06)', async () => {
    const lost = new NetworkError({ message: '', sent: true });
    const attempt = jest.fn<() => Promise<never>>().mockRejectedValue(lost);
    const calling = withRetries(attempt, { idempotent: false, clock: new ManualClock(), deadline: endless });
    await expect(calling).rejects.toBe(lost);
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('ends the wait between two attempts when the call is aborted', async () => {
    const controller = new AbortController();
    const attempt = jest.fn<() => Promise<never>>().mockRejectedValue(unavailable);
    const deadline = { ...endless, signal: controller.signal };
    const calling = withRetries(attempt, { idempotent: true, clock: new ManualClock(), deadline });
    const reason = new Error('enough');
    queueMicrotask(() => controller.abort(reason));
    await expect(calling).rejects.toBe(reason);
  });
});
