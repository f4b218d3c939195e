import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core';
import type { MiddlewareHandler } from 'hono';
import type { ServerEnv } from './server-env.js';

/** Puts on every answer, refusals too, what does not depend on it. The date is the server's own. */
export function commonHeaders(clock: Clock): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('date', new Date(clock.now()).toUTCString());
    headers.set('x-request-id', randomUUID());
    headers.set('cache-control', 'no-store');
    headers.set('x-content-type-options', 'nosniff');
  };
}
