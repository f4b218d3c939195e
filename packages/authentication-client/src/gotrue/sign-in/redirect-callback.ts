import { CallbackError, type GoTrueTokenAnswer, LoginError } from '@sallyport/core';

/** What a link has brought back: a code, or the tokens themselves. */
export type RedirectCallback = { readonly code: string } | { readonly tokens: Omit<GoTrueTokenAnswer, 'user'> };

const OURS = [
  'access_token',
  'code',
  'error',
  'error_code',
  'error_description',
  'expires_at',
  'expires_in',
  'provider_refresh_token',
  'provider_token',
  'refresh_token',
  'sb',
  'token_type',
  'type',
];

/**
 * Reads what a link has brought back.
 *
 * @returns `null` when that is nothing.
 * @throws {LoginError} The server refused.
 * @throws {CallbackError} It is no address, or half an answer.
 */
export function readCallback(address: string | undefined): RedirectCallback | null {
  const url = parse(address);
  const fragment = new URLSearchParams(url.hash.slice(1));
  const said = (name: string): string | null => fragment.get(name) ?? url.searchParams.get(name);
  const error = said('error');
  if (error !== null) {
    throw new LoginError({
      error,
      code: said('error_code') ?? error,
      message: said('error_description') ?? error,
      remedy: 'Ask for another link: each works once, and for a while.',
    });
  }
  const code = url.searchParams.get('code');
  if (code) return { code };
  const [access_token, refresh_token] = [fragment.get('access_token'), fragment.get('refresh_token')];
  if (!access_token && !refresh_token) return null;
  if (!access_token || !refresh_token) {
    throw new CallbackError({ message: 'The address holds half a session', remedy: 'Ask for another link.' });
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

/** Takes it out of the page's address, so that no reload, bookmark or referrer has it. */
export function cleanAddress(): void {
  if (!('history' in globalThis)) return;
  const url = new URL(globalThis.location.href);
  const fragment = new URLSearchParams(url.hash.slice(1));
  const isAnswer = OURS.some((name) => fragment.has(name));
  for (const name of OURS) url.searchParams.delete(name);
  if (isAnswer) url.hash = '';
  globalThis.history.replaceState(globalThis.history.state, '', url);
}

function parse(address: string | undefined): URL {
  if (address !== undefined && URL.canParse(address)) return new URL(address);
  throw new CallbackError({
    message: 'There is no address to read',
    remedy: 'Outside browsers pass the whole address that was called.',
  });
}
