import type { Answer, Context } from './context.js';
import { HttpRefusal } from './http-refusal.js';

const LOOPBACK = '(?:127\\.0\\.0\\.1|localhost|\\[::1\\])(?::\\d{1,5})?';
const LOOPBACK_HOST = new RegExp(`^${LOOPBACK}$`, 'i');
const LOOPBACK_ORIGIN = new RegExp(`^https?://${LOOPBACK}$`, 'i');
/** Whether a request names this machine. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK_HOST.test(host);
/** Whether a page is of this machine. */
export const isLoopbackOrigin = (origin: string): boolean => LOOPBACK_ORIGIN.test(origin);

const HEADER_NAMES = /^[\w-]+(?:\s*,\s*[\w-]+)*$/;

/**
 * Refuses requests for other hosts: a page whose name was rebound to 127.0.0.1 still sends its own name. A target in
 * absolute form names a host as well (RFC 9112, 3.2.2), and the URL has that one.
 */
export function assertLoopbackHost(c: Context): void {
  const isLoopback = isLoopbackHost(c.req.header('host') ?? '') && isLoopbackTarget(c.env.incoming.url ?? '');
  if (!isLoopback) throw new HttpRefusal(403, 'The server answers on loopback only');
}

function isLoopbackTarget(target: string): boolean {
  if (target.startsWith('/')) return true; // a path, under the host of the header
  const { host, username, password } = new URL(target);
  return isLoopbackHost(host) && username === '' && password === '';
}

// Pages follow the clock, wherever on this machine they come from. Whoever reads it learns nothing else.
const isClockReading = ({ method, path }: Context['req']): boolean => method === 'GET' && path === '/_emulator/clock';

// The server's own pages are looked at, and read by no script: what their forms carry along is nobody else's.
const isOwnPage = ({ path }: Context['req']): boolean =>
  /^\/(sign-in|oidc\/(auth|session\/end)|oauth\/auth|login\/profile\/logout|cas-idp|connections)(\/|$)/.test(path);

/** Whether an address belongs to the control API. */
export const isControlPath = (path: string): boolean => `${path}/`.startsWith('/_emulator/');

/**
 * Lets pages of this machine call the server, with credentials. Control routes are not for other origins at all, but for
 * a look at the clock.
 *
 * @returns The answer to a preflight; `null` for every other request.
 * @throws {HttpRefusal} A page of another origin calls a control route.
 */
export function loopbackCors(c: Context, exposesHeaders: () => boolean): Answer | null {
  const origin = c.req.header('origin');
  if (isControlPath(c.req.path)) {
    const isSame = origin === undefined || origin === `http://${c.req.header('host')}`;
    if (isSame) return null;
    if (!isClockReading(c.req) || !isLoopbackOrigin(origin)) {
      throw new HttpRefusal(403, 'Control routes are for pages of the same origin only');
    }
  }
  c.header('vary', 'Origin');
  if (origin === undefined || !isLoopbackOrigin(origin) || isOwnPage(c.req)) return null;
  c.header('access-control-allow-origin', origin);
  c.header('access-control-allow-credentials', 'true');
  if (exposesHeaders()) c.header('access-control-expose-headers', exposedAt(c.req.path));
  return c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') ? preflight(c) : null;
}

function exposedAt(path: string): string {
  const own = 'Date, Retry-After, X-Request-Id';
  return path.startsWith('/auth/v1/') ? `${own}, X-Total-Count, Link, X-Supabase-Api-Version` : own;
}

function preflight(c: Context): Answer {
  // `*` does not count with credentials, and clients can rename their headers and add some: name what was asked for.
  const wanted = c.req.header('access-control-request-headers') ?? '';
  if (HEADER_NAMES.test(wanted)) c.header('access-control-allow-headers', wanted);
  if (c.req.header('access-control-request-private-network')) c.header('access-control-allow-private-network', 'true');
  c.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
  c.header('access-control-max-age', '600');
  return c.body(null, 204);
}
