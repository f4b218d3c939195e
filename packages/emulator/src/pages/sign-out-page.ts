import { fingerprintOf, isSameSecret } from '../domain/opaque-token.js';
import type { Answer, Context } from '../http/context.js';
import { escaped } from '../http/html.js';
import { cookieOf } from './browser-cookies.js';
import { answerPage, sourceOf } from './page.js';

interface SignOut {
  /** Where the form goes, on this server. */
  readonly action: string;
  /** Fields that the form repeats. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** The address that the browser goes back to in the end. */
  readonly target: string | null;
}

/** Asks the user, because any page can lead a browser to a sign-out. */
export function askToSignOut(c: Context, { action, fields, target }: SignOut): Answer {
  const csrf = csrfTokenOf(cookieOf(c, 'session') ?? '');
  const inputs = Object.entries({ ...fields, csrf }).map(([name, value]) =>
    value === undefined ? '' : `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const body = `<form method="post" action="${action}">${inputs.join('')}<button>Sign out</button></form>`;
  return answerPage(c, { title: 'Sign out?', body, target: target === null ? null : sourceOf(target) });
}

/** Whether a form came from the page that asked this browser. */
export function isConfirmed(c: Context, csrfToken: string | null | undefined): boolean {
  const cookie = cookieOf(c, 'session');
  return typeof csrfToken === 'string' && cookie !== undefined && isSameSecret(csrfToken, csrfTokenOf(cookie));
}

/**
 * Whether a page of this site or the user leads the browser here, as far as the browser says so. One that says nothing
 * counts as led by another site.
 *
 * @see W3C Fetch Metadata Request Headers, 2.3; RFC 9110, 10.1.3
 */
export function isFromThisSite(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return ['same-origin', 'same-site', 'none'].includes(site);
  const source = c.req.header('origin') ?? c.req.header('referer') ?? '';
  return URL.canParse(source) && new URL(source).hostname === new URL(c.req.url).hostname;
}

// An attacker without the cookie cannot compute it, and it does not give the cookie away.
function csrfTokenOf(cookie: string): string {
  return fingerprintOf(`sign out ${cookie}`);
}
