import { CallbackError, InputError, LoginError, SignInStepRequiredError } from '@sallyport/core/errors';
import type { GoTrueTokenAnswer } from '@sallyport/core/gotrue';

/** What a link has brought back: a code, the tokens themselves, or why there are none. */
export type RedirectCallback =
  | { readonly code: string }
  | { readonly tokens: Omit<GoTrueTokenAnswer, 'user'> }
  | { readonly refusal: LoginError | CallbackError | SignInStepRequiredError };

// What servers add to a query; `sb_flow_id` is the published client's.
const OF_CODES = ['code', 'sb_flow_id'];
const OF_MESSAGES = ['message', 'sb'];
const OF_ERRORS = ['error', 'error_code', 'error_description', 'sb'];

/**
 * Reads what a link has brought back.
 *
 * @returns `null` when that is nothing.
 * @throws {InputError} It is no address.
 */
export function readCallback(address: string | undefined): RedirectCallback | null {
  const url = parse(address);
  const fragment = fragmentOf(url);
  const said = (name: string): string | null => fragment.get(name) ?? url.searchParams.get(name);
  const error = said('error');
  if (error !== null) {
    const refusal = new LoginError({
      error,
      code: said('error_code') ?? error,
      message: said('error_description') ?? error,
      remedy: 'Ask for another link: each works once, and for a while.',
    });
    return { refusal };
  }
  const message = halfDone(fragment) ?? halfDone(url.searchParams);
  if (message !== null) {
    const remedy = 'Let the user open the link that was sent to the other address.';
    return { refusal: new SignInStepRequiredError({ step: 'confirm-address', message, remedy }) };
  }
  const code = url.searchParams.get('code');
  if (code) return { code };
  const [access_token, refresh_token] = [fragment.get('access_token'), fragment.get('refresh_token')];
  if (!access_token && !refresh_token) return null;
  if (!access_token || !refresh_token) {
    return { refusal: unfit('The address holds half a session', 'Ask for another link.') };
  }
  const [expires_in, expires_at] = [Number(fragment.get('expires_in')), Number(fragment.get('expires_at'))];
  return {
    tokens: {
      access_token,
      refresh_token,
      token_type: 'bearer',
      expires_in,
      ...(expires_at > 0 ? { expires_at } : {}),
    },
  };
}

/**
 * What tokens are taken for where codes are asked for: anybody could have made the address that brings them, and would
 * have the user sign in as somebody else.
 */
export function tokensWhereCodesAreDue(): CallbackError {
  return unfit(
    'The address brings tokens, and this client asks for codes',
    "Have the link lead to a page that calls verifyOtp with its token_hash, or leave flowType: 'pkce' out.",
  );
}

/** Takes it out of the page's address, so that no reload, bookmark or referrer has it. */
export function cleanAddress(): void {
  const { history, location } = globalThis;
  history.replaceState(history.state, '', withoutAnswer(location.href));
}

function withoutAnswer(address: string): string {
  const url = new URL(address);
  const fragment = fragmentOf(url);
  if (['access_token', 'refresh_token', 'error'].some((name) => fragment.has(name)) || halfDone(fragment) !== null)
    url.hash = '';
  const ours = [
    ...(url.searchParams.has('code') ? OF_CODES : []),
    ...(url.searchParams.has('error') ? OF_ERRORS : []),
    ...(halfDone(url.searchParams) !== null ? OF_MESSAGES : []),
  ];
  // Not by `searchParams.delete`, which would spell the rest of the query anew.
  const rest = url.search.slice(1).split('&');
  url.search = rest.filter((pair) => !ours.includes([...new URLSearchParams(pair).keys()][0] ?? '')).join('&');
  return url.href;
}

// Pages have messages of their own; only with `sb` beside it is one the server's.
function halfDone(values: URLSearchParams): string | null {
  return values.has('sb') || values.get('message')?.startsWith('Confirmation link accepted')
    ? values.get('message')
    : null;
}

function fragmentOf(url: URL): URLSearchParams {
  return new URLSearchParams(url.hash.slice(1));
}

function unfit(message: string, remedy: string): CallbackError {
  return new CallbackError({ message, remedy });
}

function parse(address: string | undefined): URL {
  if (typeof address === 'string' && URL.canParse(address)) return new URL(address);
  throw new InputError({
    message: 'url must be an absolute address',
    remedy: 'Outside browsers pass the whole address that was called.',
  });
}
