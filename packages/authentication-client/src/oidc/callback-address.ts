/** The `state` of a sign-in of this client. */
export const STATE: RegExp = /^(?:popup\.)?[\w-]{43}$/;

/**
 * Whether an address carries an answer to a sign-in of this client, well-formed or not. Accepts any value and never
 * throws.
 *
 * @param redirectUri - The only address that may be called back, if known.
 */
export function isCallback(address: unknown, redirectUri: string | undefined): boolean {
  const url = urlOf(address);
  if (!url || !STATE.test(url.searchParams.get('state') ?? '')) return false;
  const expected = redirectUri === undefined ? url : urlOf(redirectUri);
  const isAnswer = url.searchParams.has('code') || url.searchParams.has('error');
  return isAnswer && url.origin === expected?.origin && url.pathname === expected.pathname;
}

function urlOf(address: unknown): URL | null {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
}
