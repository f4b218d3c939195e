import { newSecret } from '../domain/opaque-token.js';
import type { Context } from '../http/context.js';

/** `browser` tells one browser from another, `session` says who is signed in there. */
type CookieName = 'browser' | 'session';

// Cookies know no port, so that two servers on one machine would take each other's.
function named(c: Context, name: CookieName): string {
  return `sallyport-${name}-${c.env.incoming.socket.localPort ?? 0}`;
}

/** What a browser has under a name. */
export function cookieOf(c: Context, name: CookieName): string | undefined {
  const start = `${named(c, name)}=`;
  const cookies = c.req.header('cookie')?.split(/; */) ?? [];
  return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
}

/** Gives a browser something to come back with. Scripts do not see it, and other sites' forms do not send it. */
export function giveCookie(c: Context, name: CookieName, value: string): void {
  c.setCookie(`${named(c, name)}=${value}; Path=/; HttpOnly; SameSite=Lax`);
}

/** The cookie that tells this browser from others; it gets one where it has none. */
export function browserOf(c: Context): string {
  const known = cookieOf(c, 'browser');
  if (known !== undefined) return known;
  const fresh = newSecret();
  giveCookie(c, 'browser', fresh);
  return fresh;
}
