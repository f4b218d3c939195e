import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MiddlewareHandler } from 'hono';
import { isControlPath } from './loopback.js';
import type { ServerEnv } from './server-env.js';

/** What every answer has that says nothing else, refusals too, whatever it says. The date is the server's own. */
export function headersOfEveryAnswer(clock: Clock): Readonly<Record<string, string>> {
  return {
    date: new Date(clock.now()).toUTCString(),
    'x-request-id': randomUUID(),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
}

/** Puts them on the answers of an application. */
export function commonHeaders(clock: Clock): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    await next();
    const saidToBeKept = c.res.headers.get('cache-control');
    for (const [name, value] of Object.entries(headersOfEveryAnswer(clock))) c.res.headers.set(name, value);
    // Other sites cannot read control answers; this keeps the bytes out of their processes too.
    if (isControlPath(c.req.path)) c.res.headers.set('cross-origin-resource-policy', 'same-origin');
    if (saidToBeKept !== null) c.res.headers.set('cache-control', saidToBeKept);
  };
}
