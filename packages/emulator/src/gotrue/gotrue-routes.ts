import type { Hono } from 'hono';
import { HttpRefusal } from '../http/http-refusal.js';
import type { ServerEnv } from '../http/server-env.js';

/** The GoTrue wire has its place already, and says that nothing is there yet. */
export function mountGotrue(app: Hono<ServerEnv>): void {
  app.all('/auth/v1/*', () => {
    throw new HttpRefusal(501, 'The GoTrue wire is not built yet');
  });
}
