import { InputError, NetworkError } from '@sallyport/core/errors';
import { isBrowser, requireFetch } from '@sallyport/core/platform';
import { type ApiAccess, baseAddress, tokenFor } from './api-access.js';

type Target = string | URL | Request;
type Live = NonNullable<Awaited<ReturnType<ApiAccess['sessionFor']>>>;

const MOST_REDIRECTS = 20;

/**
 * `fetch` with the session's token, for the application's own API. The token goes to trusted origins only, after the
 * address is resolved and after each redirect. A 401 leads to one renewal and one repeat, where the body can be sent
 * again.
 */
export async function authorizedFetch(access: ApiAccess, address: Target, init: RequestInit = {}): Promise<Response> {
  requireFetch();
  const url = resolve(address);
  const target = isRequest(address) ? address : url.href; // Node's fetch knows no base, even where a page exists
  const isOwn = headersOf(target, init).has('authorization');
  if (!isOwn) access.warnUntrusted(url);
  const signal = init.signal ?? (isRequest(target) ? target.signal : undefined) ?? undefined;
  const session = isOwn ? null : await access.sessionFor(url, signal);
  if (!session) return fetch(target, init);
  const canRepeat = isReplayable(target, init);
  const response = await follow(access, target, init, session);
  access.noteAnswer(session, response.status);
  if (response.status !== 401 || !canRepeat) return response;
  const renewed = await access.afterRefusal(session, signal);
  if (!renewed) return response;
  await response.body?.cancel();
  const repeated = await follow(access, target, init, renewed);
  if (repeated.status === 401) access.refuseFresh(renewed);
  else access.noteAnswer(renewed, repeated.status);
  return repeated;
}

async function follow(access: ApiAccess, target: Target, init: RequestInit, session: Live): Promise<Response> {
  const mode = init.redirect ?? (isRequest(target) ? target.redirect : 'follow');
  // Followed by hand, a redirect to another trusted origin carries the token, and no other one does. A browser tells no
  // script where a redirect leads; it takes the header off itself when the origin changes.
  if (mode !== 'follow' || isBrowser()) return fetch(target, withToken(access, resolve(target), target, init, session));
  let url = resolve(target);
  let next: RequestInit = { ...init, redirect: 'manual' };
  let from = target;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(from, withToken(access, url, from, next, session));
    const location = response.headers.get('location');
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return response;
    await response.body?.cancel();
    const leadsTo = new URL(location, url);
    next = redirected(response.status, from, next, leadsTo);
    if (leadsTo.origin !== url.origin) next = withoutCookies(next);
    url = leadsTo;
    from = url;
  }
  throw new NetworkError({
    message: `More than ${MOST_REDIRECTS} redirects`,
    sent: true,
    retryable: false,
    remedy: 'Check the address.',
  });
}

function redirected(status: number, from: Target, init: RequestInit, url: URL): RequestInit {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new NetworkError({
      message: 'A redirect leads to no web address',
      sent: true,
      retryable: false,
      remedy: 'Check the address.',
    });
  }
  const method = (init.method ?? (isRequest(from) ? from.method : 'GET')).toUpperCase();
  const becomesGet = status === 303 ? method !== 'HEAD' : (status === 301 || status === 302) && method === 'POST';
  const headers = headersOf(from, init);
  if (!becomesGet) {
    if (!isReplayable(from, init)) {
      throw new NetworkError({
        message: 'A redirect asks for a body that can be sent only once',
        sent: true,
        retryable: false,
        remedy: 'Call the address that it leads to, or pass a text, a Blob or a buffer.',
      });
    }
    return { ...init, method, headers };
  }
  for (const name of ['content-type', 'content-length', 'content-encoding', 'content-language']) headers.delete(name);
  const { body: _, ...rest } = init;
  return { ...rest, method: 'GET', headers };
}

function withoutCookies(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers);
  for (const name of ['cookie', 'proxy-authorization']) headers.delete(name);
  return { ...init, headers };
}

function withToken(access: ApiAccess, url: URL, target: Target, init: RequestInit, session: Live): RequestInit {
  if (!access.isTrusted(url)) return init;
  const headers = headersOf(target, init);
  headers.set('authorization', `Bearer ${tokenFor(session)}`);
  return { ...init, headers };
}

// Pages in jsdom may have a `fetch` without `Request`, and a request may come from another realm.
function isRequest(target: Target): target is Request {
  return typeof target === 'object' && 'url' in target;
}

function headersOf(target: Target, init: RequestInit): Headers {
  return new Headers(init.headers ?? (isRequest(target) ? target.headers : undefined));
}

function isReplayable(target: Target, init: RequestInit): boolean {
  const { body } = init;
  if (body === undefined || body === null) return !(isRequest(target) && target.body !== null);
  return !(typeof body === 'object' && ('getReader' in body || Symbol.asyncIterator in body));
}

function resolve(target: Target): URL {
  const text = isRequest(target) ? target.url : String(target);
  const base = baseAddress();
  if (!URL.canParse(text, base)) {
    throw new InputError({ message: 'This is no address that can be fetched', remedy: 'Pass an absolute URL.' });
  }
  return new URL(text, base);
}
