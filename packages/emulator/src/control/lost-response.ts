import type { MiddlewareHandler } from 'hono';
import type { ServerEnv } from '../http/server-env.js';
import type { Faults } from './faults.js';

/** Commits the faults that wait: the work is done, and the answer is lost with the connection. */
export function commitFaults(faults: Faults): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const isControl = `${c.req.path}/`.startsWith('/_emulator/');
    const isHit = !isControl && c.req.method !== 'OPTIONS' && faults.strikes(c.req.method, c.req.path);
    await next();
    if (isHit) c.env.incoming.socket.destroy();
  };
}
