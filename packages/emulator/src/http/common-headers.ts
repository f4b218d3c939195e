import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { Context } from './context.js';
import { isControlPath } from './loopback.js';

/** What every answer has that says nothing else, refusals too, whatever it says. The date is the server's own. */
export function headersOfEveryAnswer(clock: Clock): Record<string, string> {
  return {
    date: new Date(clock.now()).toUTCString(),
    'x-request-id': randomUUID(),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
}

/** Adds them to an answer. One that may be kept says so itself. */
export function commonHeaders(c: Context, clock: Clock): Record<string, string> {
  const headers = headersOfEveryAnswer(clock);
  // Other sites cannot read control answers; this keeps the bytes out of their processes too.
  if (isControlPath(c.req.path)) headers['cross-origin-resource-policy'] = 'same-origin';
  return headers;
}
