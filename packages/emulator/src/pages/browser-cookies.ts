import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { newSecret } from '../domain/opaque-token.js';
import type { ServerEnv } from '../http/server-env.js';

/** `browser` tells one browser from another, `session` says who is signed in there. */
type CookieName = 'browser' | 'session';

// Cookies know no port, so that two servers on one machine would take each other's.
function named(c: Context<ServerEnv>, name: CookieName): string {
  return `sallyport-${name}-${c.env.incoming.socket.localPort ?? 0}`;
}

/** What a browser has under a name. */
export function cookieOf(c: Context<ServerEnv>, name: CookieName): string | undefined {
  return getCookie(c, named(c, name));
}

/** Gives a browser something to come back with. Scripts do not see it, and other sites' forms do not send it. */
export function giveCookie(c: Context<ServerEnv>, name: CookieName, value: string): void {
  setCookie(c, named(c, name), value, { path: '/', httpOnly: true, sameSite: 'Lax' });
}

/** The cookie that tells this browser from others; it gets one where it has none. */
export function browserOf(c: Context<ServerEnv>): string {
  const known = cookieOf(c, 'browser');
  if (known !== undefined) return known;
  const fresh = newSecret();
  giveCookie(c, 'browser', fresh);
  return fresh;
}
